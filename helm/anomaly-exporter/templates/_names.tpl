{{/* Names and labels. */}}

{{- define "anomaly-exporter.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 35 | trimSuffix "-" }}
{{- end }}

{{/*
Name of the objects that exist once in a release. With the name of a shard, "-0" of its pod and the hash
of its revision it has to stay within the 63 characters of a label: 35 + 16 + 12.
*/}}
{{- define "anomaly-exporter.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 35 | trimSuffix "-" }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 35 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 35 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "anomaly-exporter.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/* Selector of all objects of the release; with the label "shard", of one shard. */}}
{{- define "anomaly-exporter.selectorLabels" -}}
app.kubernetes.io/name: {{ include "anomaly-exporter.name" . }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- define "anomaly-exporter.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "anomaly-exporter.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* "global" are the values that a parent chart sets for all its subcharts. */}}
{{- define "anomaly-exporter.global" -}}
{{- toJson (default (dict) .Values.global) }}
{{- end }}

{{- define "anomaly-exporter.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride }}
{{- end }}

{{/* The image without its tag. The registry of "global" replaces the registry of the image. */}}
{{- define "anomaly-exporter.imageName" -}}
{{- $global := include "anomaly-exporter.global" . | fromJson }}
{{- default .Values.image.registry $global.imageRegistry }}/{{ .Values.image.repository }}
{{- end }}

{{- define "anomaly-exporter.fullImage" -}}
{{ include "anomaly-exporter.imageName" . }}
{{- with .Values.image }}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ default $.Chart.AppVersion .tag }}{{ end }}
{{- end }}
{{- end }}

{{/* The image of the exporter. */}}
{{- define "anomaly-exporter.image" -}}
{{- if .Values.image.slim -}}
{{ include "anomaly-exporter.imageName" . }}
{{- with .Values.image }}
{{- if .slimDigest }}@{{ .slimDigest }}{{ else }}:{{ default $.Chart.AppVersion .tag }}-slim{{ end }}
{{- end }}
{{- else -}}
{{ include "anomaly-exporter.fullImage" . }}
{{- end }}
{{- end }}

{{/* The image of "helm test" is a full reference; its registry is detected by its dot or port. */}}
{{- define "anomaly-exporter.testImage" -}}
{{- $global := include "anomaly-exporter.global" . | fromJson }}
{{- with $global.imageRegistry -}}
{{ . }}/{{ regexReplaceAll "^(localhost|[^/]*[.:][^/]*)/" $.Values.tests.image "" }}
{{- else -}}
{{ .Values.tests.image }}
{{- end }}
{{- end }}

{{/* The Secrets of "global" and of the chart, without duplicates; "global" may contain plain names. */}}
{{- define "anomaly-exporter.imagePullSecrets" -}}
{{- $global := include "anomaly-exporter.global" . | fromJson }}
{{- $names := list }}
{{- range concat (default (list) $global.imagePullSecrets) .Values.imagePullSecrets }}
{{- if kindIs "string" . }}
{{- $names = append $names . }}
{{- else }}
{{- $names = append $names .name }}
{{- end }}
{{- end }}
{{- with uniq $names }}
imagePullSecrets:
{{- range . }}
  - name: {{ . | quote }}
{{- end }}
{{- end }}
{{- end }}
