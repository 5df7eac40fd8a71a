{{/* Protocol of the port. */}}

{{/* The Secret with the web configuration; empty without one. */}}
{{- define "anomaly-exporter.webSecret" -}}
{{- if .Values.web.existingSecret }}
{{- .Values.web.existingSecret }}
{{- else if .Values.web.config }}
{{- printf "%s-web" (include "anomaly-exporter.fullname" .) }}
{{- end }}
{{- end }}

{{/* http, https or https-client-certificate. */}}
{{- define "anomaly-exporter.webScheme" -}}
{{- if .Values.web.existingSecret }}
{{- .Values.web.existingSecretScheme }}
{{- else }}
{{- with .Values.web.config.tls_server_config }}
{{- if has .client_auth_type (list "RequireAnyClientCert" "RequireClientCert" "RequireAndVerifyClientCert") -}}
https-client-certificate
{{- else -}}
https
{{- end }}
{{- else -}}
http
{{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.urlScheme" -}}
{{- include "anomaly-exporter.webScheme" . | trimSuffix "-client-certificate" }}
{{- end }}

{{/* A probe: (list $ PATH TIMING). The kubelet has no client certificate: with one required, it checks only
the port. */}}
{{- define "anomaly-exporter.probe" -}}
{{- $scheme := include "anomaly-exporter.webScheme" (index . 0) }}
{{- if eq $scheme "https-client-certificate" -}}
tcpSocket:
  port: http
{{- else -}}
httpGet:
  path: {{ index . 1 }}
  port: http
  scheme: {{ upper $scheme }}
{{- end }}
{{ toYaml (index . 2) }}
{{- end }}
