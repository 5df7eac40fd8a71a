{{/* Checks that a schema cannot express. Each rejects values that would install but not work. */}}

{{- define "anomaly-exporter.checks" -}}
{{- include "anomaly-exporter.checkShards" . }}
{{- include "anomaly-exporter.checkSecretsInConfig" . }}
{{- include "anomaly-exporter.checkIngress" . }}
{{- include "anomaly-exporter.checkServiceMonitor" . }}
{{- include "anomaly-exporter.checkAlertLabels" . }}
{{- include "anomaly-exporter.checkTraining" . }}
{{- end }}

{{- define "anomaly-exporter.checkShards" -}}
{{- if .Values.shards }}
  {{- if .Values.config.detectors }}
    {{- fail "config.detectors: expected none with shards; set shards.NAME.detectors" }}
  {{- end }}
  {{- if .Values.existingSecret }}
    {{- fail "existingSecret: expected none with shards; set shards.NAME.existingSecret" }}
  {{- end }}
  {{- if .Values.persistence.existingClaim }}
    {{- fail "persistence.existingClaim: expected none with shards, because each shard needs its own volume" }}
  {{- end }}
  {{- $shardOf := dict }}
  {{- range $shard, $values := .Values.shards }}
    {{- range $values.detectors }}
      {{- if hasKey $shardOf .name }}
        {{- fail (printf "shards.%s.detectors: expected a unique name for each detector, found %s in shard %s too: both would export the same series" $shard .name (get $shardOf .name)) }}
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
    {{- fail (printf "config.%s.bearer_token: expected bearer_token_file, because a ConfigMap must not contain a secret; mount a Secret with secrets, or put the whole file into existingSecret" $section) }}
  {{- end }}
  {{- if ($client.basic_auth | default dict).password }}
    {{- fail (printf "config.%s.basic_auth.password: expected password_file, because a ConfigMap must not contain a secret; mount a Secret with secrets, or put the whole file into existingSecret" $section) }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkIngress" -}}
{{- if .Values.ingress.enabled }}
  {{- if not .Values.ingress.hosts }}
    {{- fail "ingress.hosts: expected at least one host, because ingress.enabled is true" }}
  {{- end }}
  {{- range .Values.ingress.hosts }}
    {{- if and $.Values.shards (not (hasKey $.Values.shards (default "" .shard))) }}
      {{- fail (printf "ingress.hosts: expected the shard of %s, one of %s, found %q" .host (keys $.Values.shards | sortAlpha | join ", ") (default "" .shard)) }}
    {{- end }}
    {{- if and .shard (not $.Values.shards) }}
      {{- fail (printf "ingress.hosts: expected no shard of %s, because there are no shards, found %q" .host .shard) }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkServiceMonitor" -}}
{{- if .Values.serviceMonitor.enabled }}
  {{- if and (or .Values.web.config.basic_auth_users .Values.web.config.access) (not (or .Values.serviceMonitor.basicAuth .Values.serviceMonitor.authorization)) }}
    {{- fail "serviceMonitor.basicAuth: expected the Secrets with a user of web.config.basic_auth_users, or in serviceMonitor.authorization one with a token of web.config.access.tokens; the scrape is rejected without them" }}
  {{- end }}
  {{- if and (eq (include "anomaly-exporter.urlScheme" .) "https") (not .Values.serviceMonitor.tlsConfig) }}
    {{- fail "serviceMonitor.tlsConfig: expected ca and serverName, or insecureSkipVerify, because the port uses TLS" }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "anomaly-exporter.checkAlertLabels" -}}
{{- range list "namespace" "alertname" "severity" "source" }}
  {{- if hasKey $.Values.prometheusRule.alertLabels . }}
    {{- fail (printf "prometheusRule.alertLabels: expected labels that the alerts do not have, found %s" .) }}
  {{- end }}
{{- end }}
{{- end }}

{{/* The detectors in an existing Secret cannot be read here: the exporter reports them at its start. */}}
{{- define "anomaly-exporter.checkTraining" -}}
{{- $mode := .Values.training.mode }}
{{- $detectors := .Values.config.detectors | default list }}
{{- if not (or $detectors .Values.existingSecret .Values.shards) }}
  {{- $detectors = list (dict "name" "node") }}
{{- end }}
{{- range .Values.shards }}
  {{- $detectors = concat $detectors (.detectors | default list) }}
{{- end }}
{{- if and (ne $mode "exporter") (not .Values.persistence.enabled) }}
  {{- fail (printf "persistence.enabled: expected true with training.mode %s, because the exporter reads the models from the volume" $mode) }}
{{- end }}
{{- if and (eq $mode "cronJob") (has "ReadWriteOncePod" .Values.persistence.accessModes) }}
  {{- fail "persistence.accessModes: expected ReadWriteOnce or ReadWriteMany with training.mode cronJob, because two pods use the volume" }}
{{- end }}
{{- range $detectors }}
  {{- if and (ne $mode "exporter") (ne (default "prometheus" .source) "prometheus") }}
    {{- fail (printf "training.mode: expected exporter, because the samples of the detector %s (source: %s) are in a file that the exporter holds" .name .source) }}
  {{- end }}
  {{- if and (eq $mode "exporter") $.Values.image.slim (eq (default "autoencoder" .type) "autoencoder") }}
    {{- fail "image.slim: expected false with training.mode exporter, because the slim image has no TensorFlow to train with; set training.mode to cronJob or external" }}
  {{- end }}
{{- end }}
{{- if and .Values.image.slim .Values.image.digest (not .Values.image.slimDigest) }}
  {{- fail "image.slimDigest: expected the digest of the slim image, because image.digest is that of the full image" }}
{{- end }}
{{- end }}
