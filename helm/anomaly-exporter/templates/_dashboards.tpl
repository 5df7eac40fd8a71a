{{/* The identity labels of the detectors other than instance and job, as {labels: [...]}: from the value, or
from `config` and `shards`. The configuration in an existing Secret cannot be read here. */}}
{{- define "anomaly-exporter.identityLabels" -}}
{{- $labels := .Values.dashboards.identityLabels -}}
{{- if not $labels -}}
  {{- $detectors := .Values.config.detectors | default list -}}
  {{- range .Values.shards -}}
    {{- $detectors = concat $detectors (.detectors | default list) -}}
  {{- end -}}
  {{- range $detectors -}}
    {{- $labels = concat $labels (.identity_labels | default list) -}}
  {{- end -}}
{{- end -}}
{{- dict "labels" (without (uniq $labels) "instance" "job") | toJson -}}
{{- end -}}

{{/* A dashboard (.text) with additional identity labels (.labels): each label has a variable, a matcher
wherever the job has one, and its value in links and legends, as grafana-dashboards/identity does it. In
the variables @scope@ keeps the matcher of the job unchanged: no variable depends on itself. */}}
{{- define "anomaly-exporter.dashboard" -}}
{{- $text := .text -}}
{{- $variable := regexFind `(?s)      \{\n        "type": "query",\n        "name": "instance",.*?\n      \}` $text -}}
{{- if and .labels $variable -}}
  {{- $job := `job=~\"$job\"` -}}
  {{- $variables := "" -}}{{- $matchers := $job -}}{{- $legend := "{{instance}}" -}}
  {{- $fields := "&var-job=${__data.fields.job}" -}}{{- $series := "&var-job=${__field.labels.job}" -}}
  {{- range .labels -}}
    {{- $own := $variable | replace `"name": "instance"` (printf `"name": "%s"` .) -}}
    {{- $own = $own | replace `"label": "Instance"` (printf `"label": "%s"` .) -}}
    {{- $own = $own | replace `, instance)"` (printf `, %s)"` .) | replace $job "@scope@" -}}
    {{- $variables = printf "%s%s,\n" $variables $own -}}
    {{- $matchers = printf `%s, %s=~\"$%s\"` $matchers . . -}}
    {{- $fields = printf "%s&var-%s=${__data.fields.%s}" $fields . . -}}
    {{- $series = printf "%s&var-%s=${__field.labels.%s}" $series . . -}}
    {{- $legend = printf "%s {{%s}}" $legend . -}}
  {{- end -}}
  {{- $text = $text | replace $variable (printf "%s%s" $variables $variable) | replace $job $matchers -}}
  {{- $text = $text | replace "&var-job=${__data.fields.job}" $fields -}}
  {{- $text = $text | replace "&var-job=${__field.labels.job}" $series -}}
  {{- $text = $text | replace `"{{instance}}"` (printf `"%s"` $legend) | replace "@scope@" $job -}}
{{- end -}}
{{- $text -}}
{{- end -}}
