{{/*
A release is one exporter or several shards. The objects of each shard are named and labelled here. A
release without shards is a list of one shard with an empty name.
*/}}

{{/* Names of the shards, as a JSON array: [""] without shards. */}}
{{- define "anomaly-exporter.shards" -}}
{{- keys .Values.shards | sortAlpha | default (list "") | toJson }}
{{- end }}

{{/* Name of the objects of a shard: (list $ NAME). */}}
{{- define "anomaly-exporter.shardName" -}}
{{- $fullname := include "anomaly-exporter.fullname" (first .) }}
{{- with last . }}{{ printf "%s-%s" $fullname . }}{{ else }}{{ $fullname }}{{ end }}
{{- end }}

{{/* Selector of the exporter of a shard, without the pod of "helm test": (list $ NAME). */}}
{{- define "anomaly-exporter.shardSelectorLabels" -}}
{{ include "anomaly-exporter.selectorLabels" (first .) }}
app.kubernetes.io/component: exporter
{{- with last . }}
shard: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Selector of the pods that train a shard; no Service leads to them: (list $ NAME). */}}
{{- define "anomaly-exporter.trainingSelectorLabels" -}}
{{ include "anomaly-exporter.selectorLabels" (first .) }}
app.kubernetes.io/component: training
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
The configuration file of a shard: (list $ NAME). To match silences, the exporter needs the labels that the
PrometheusRule adds to its alerts.
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

{{/* The Secret with the configuration file of a shard, or empty: (list $ NAME). */}}
{{- define "anomaly-exporter.configSecret" -}}
{{- $root := first . }}
{{- with last . }}
{{- default "" (get $root.Values.shards .).existingSecret }}
{{- else }}
{{- $root.Values.existingSecret }}
{{- end }}
{{- end }}

{{/* Volumes of the configuration, without writable volumes: (list $ NAME). */}}
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
