{{/* What a schema cannot say: each refuses values that would install and then not work. */}}

{{- define "anomaly-exporter.checks" -}}
{{- include "anomaly-exporter.checkShards" . }}
{{- include "anomaly-exporter.checkSecretsInConfig" . }}
{{- include "anomaly-exporter.checkIngress" . }}
{{- include "anomaly-exporter.checkServiceMonitor" . }}
{{- include "anomaly-exporter.checkAlertLabels" . }}
{{- end }}

{{- define "anomaly-exporter.checkShards" -}}
{{- if .Values.shards }}
  {{- if .Values.config.detectors }}
    {{- fail "config.detectors: expected none beside shards, which have detectors of their own" }}
  {{- end }}
  {{- if .Values.existingSecret }}
    {{- fail "existingSecret: expected none beside shards; set shards.NAME.existingSecret" }}
  {{- end }}
  {{- if .Values.persistence.existingClaim }}
    {{- fail "persistence.existingClaim: expected none beside shards, for each needs a volume of its own" }}
  {{- end }}
  {{- $shardOf := dict }}
  {{- range $shard, $values := .Values.shards }}
    {{- range $values.detectors }}
      {{- if hasKey $shardOf .name }}
        {{- fail (printf "shards.%s.detectors: expected a name of its own for each detector, found %s in shard %s too: both would write the same series" $shard .name (get $shardOf .name)) }}
      {{- end }}
      {{- $_ := set $shardOf .name $shard }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkSecretsInConfig" -}}
{{- range $section := list "prometheus" "alertmanager" }}
  {{- $client := get $.Values.config $section | default dict }}
  {{- if $client.bearer_token }}
    {{- fail (printf "config.%s.bearer_token: expected bearer_token_file, since a ConfigMap is no place for a secret; mount its Secret by secrets, or keep the whole file in existingSecret" $section) }}
  {{- end }}
  {{- if ($client.basic_auth | default dict).password }}
    {{- fail (printf "config.%s.basic_auth.password: expected password_file, since a ConfigMap is no place for a secret; mount its Secret by secrets, or keep the whole file in existingSecret" $section) }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkIngress" -}}
{{- if .Values.ingress.enabled }}
  {{- if not .Values.ingress.hosts }}
    {{- fail "ingress.hosts: expected one at least, since ingress.enabled is true" }}
  {{- end }}
  {{- range .Values.ingress.hosts }}
    {{- if and $.Values.shards (not (hasKey $.Values.shards (default "" .shard))) }}
      {{- fail (printf "ingress.hosts: expected the shard that %s leads to, one of %s, found %q" .host (keys $.Values.shards | sortAlpha | join ", ") (default "" .shard)) }}
    {{- end }}
    {{- if and .shard (not $.Values.shards) }}
      {{- fail (printf "ingress.hosts: expected no shard of %s, since there are no shards, found %q" .host .shard) }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkServiceMonitor" -}}
{{- if .Values.serviceMonitor.enabled }}
  {{- if and .Values.web.config.basic_auth_users (not .Values.serviceMonitor.basicAuth) }}
    {{- fail "serviceMonitor.basicAuth: expected the Secrets with a user of web.config.basic_auth_users, without which the scrape is refused" }}
  {{- end }}
  {{- if and (eq (include "anomaly-exporter.urlScheme" .) "https") (not .Values.serviceMonitor.tlsConfig) }}
    {{- fail "serviceMonitor.tlsConfig: expected how Prometheus is to check the certificate, since the port speaks TLS: ca and serverName, or insecureSkipVerify" }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkAlertLabels" -}}
{{- range list "namespace" "alertname" "severity" "source" }}
  {{- if hasKey $.Values.prometheusRule.alertLabels . }}
    {{- fail (printf "prometheusRule.alertLabels: expected labels that alerts do not have yet, found %s" .) }}
  {{- end }}
{{- end }}
{{- end }}
