{{/*
Shards. A release is one exporter or several, the shards; what there is once for each is named and
labelled here. A release without shards is a list of one shard without a name.
*/}}

{{/* Names of the shards, as a JSON array: [""] without shards. */}}
{{- define "anomaly-exporter.shards" -}}
{{- keys .Values.shards | sortAlpha | default (list "") | toJson }}
{{- end }}

{{/* The name of what there is once for each shard: (list $ NAME). */}}
{{- define "anomaly-exporter.shardName" -}}
{{- $fullname := include "anomaly-exporter.fullname" (first .) }}
{{- with last . }}{{ printf "%s-%s" $fullname . }}{{ else }}{{ $fullname }}{{ end }}
{{- end }}

{{/* What selects the exporter of a shard, and not the pod of "helm test": (list $ NAME). */}}
{{- define "anomaly-exporter.shardSelectorLabels" -}}
{{ include "anomaly-exporter.selectorLabels" (first .) }}
app.kubernetes.io/component: exporter
{{- with last . }}
shard: {{ . | quote }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.shardLabels" -}}
{{ include "anomaly-exporter.labels" (first .) }}
app.kubernetes.io/component: exporter
{{- with last . }}
shard: {{ . | quote }}
{{- end }}
{{- end }}

{{/*
The configuration file of a shard: (list $ NAME). For the sake of silences the exporter has to know the
labels that its alerts have here, those of the PrometheusRule.
*/}}
{{- define "anomaly-exporter.config" -}}
{{- $root := first . }}
{{- $config := deepCopy $root.Values.config }}
{{- if and $config.alertmanager $root.Values.prometheusRule.enabled }}
{{- $labels := include "anomaly-exporter.alertLabels" $root | fromYaml }}
{{- $_ := set $config.alertmanager "labels" (merge (dict) (default (dict) $config.alertmanager.labels) $labels) }}
{{- end }}
{{- with last . }}
{{- $_ := set $config "detectors" (get $root.Values.shards .).detectors }}
{{- end }}
{{- toYaml $config }}
{{- end }}

{{/* Labels that the PrometheusRule adds to each alert. */}}
{{- define "anomaly-exporter.alertLabels" -}}
{{- toYaml (merge (dict "namespace" (include "anomaly-exporter.namespace" .)) .Values.prometheusRule.alertLabels) }}
{{- end }}

{{/* The Secret that has the configuration file of a shard, if one has: (list $ NAME). */}}
{{- define "anomaly-exporter.configSecret" -}}
{{- $root := first . }}
{{- with last . }}
{{- default "" (get $root.Values.shards .).existingSecret }}
{{- else }}
{{- $root.Values.existingSecret }}
{{- end }}
{{- end }}

{{/* Volumes that the configuration needs, without those for what is written: (list $ NAME). */}}
{{- define "anomaly-exporter.configVolumes" -}}
{{- $root := first . -}}
- name: config
{{- with include "anomaly-exporter.configSecret" . }}
  secret:
    secretName: {{ . | quote }}
    items:
      - key: {{ $root.Values.existingSecretKey }}
        path: anomaly-exporter.yml
{{- else }}
  configMap:
    name: {{ include "anomaly-exporter.shardName" . }}
{{- end }}
{{- range $root.Values.secrets }}
- name: secret-{{ . | replace "." "-" }}
  secret:
    secretName: {{ . | quote }}
{{- end }}
{{- with $root.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.configVolumeMounts" -}}
- name: config
  mountPath: /etc/anomaly-exporter
  readOnly: true
{{- range .Values.secrets }}
- name: secret-{{ . | replace "." "-" }}
  mountPath: /etc/anomaly-exporter-secrets/{{ . }}
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end }}
