{{/* What the pods of the exporter and of a training have in common. */}}

{{- define "anomaly-exporter.podSettings" -}}
serviceAccountName: {{ include "anomaly-exporter.serviceAccountName" . }}
automountServiceAccountToken: {{ .Values.automountServiceAccountToken }}
enableServiceLinks: false
securityContext:
  {{- toYaml .Values.podSecurityContext | nindent 2 }}
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with include "anomaly-exporter.imagePullSecrets" . }}
{{- . }}
{{- end }}
{{- with .Values.schedulerName }}
schedulerName: {{ . | quote }}
{{- end }}
{{- with .Values.runtimeClassName }}
runtimeClassName: {{ . | quote }}
{{- end }}
{{- with .Values.dnsPolicy }}
dnsPolicy: {{ . }}
{{- end }}
{{- with .Values.dnsConfig }}
dnsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.hostAliases }}
hostAliases:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.environment" -}}
env:
  # Read by java: the image has no shell to read JAVA_OPTS.
  - name: JDK_JAVA_OPTIONS
    value: {{ .Values.javaOpts | quote }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.extraEnvFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The volume claim of the exporter of a shard: (list $ NAME). A StatefulSet names it after its pod. */}}
{{- define "anomaly-exporter.modelsClaim" -}}
{{- $root := first . }}
{{- default (printf "models-%s-0" (include "anomaly-exporter.shardName" .)) $root.Values.persistence.existingClaim }}
{{- end }}
