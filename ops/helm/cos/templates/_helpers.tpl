{{- define "cos.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "cos.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "cos.labels" -}}
{{ include "cos.selector" . }}
app.kubernetes.io/version: {{ include "cos.tag" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "cos.tag" -}}
{{- index .Values.companyos "image.tag" | default .Chart.AppVersion -}}
{{- end -}}

{{- define "cos.image" -}}
{{- $repository := required "companyos: say where the image with `cos` is, as `image.repository`" (index .Values.companyos "image.repository") -}}
{{- $tag := include "cos.tag" . -}}
{{- $other := index .Values.switchboard "image.tag" -}}
{{- if and $other (ne $other $tag) -}}
{{- fail (printf "switchboard is a role of the same program as companyos: its `image.tag` is %s, and that of companyos %s; make them equal" $other $tag) -}}
{{- end -}}
{{- printf "%s:%s" $repository $tag -}}
{{- end -}}

{{- define "cos.tls" -}}
{{- required "tls.secretName: name a secret of the type kubernetes.io/tls; the server is reached over TLS only" .Values.tls.secretName -}}
{{- end -}}

{{- /* What no container here may do. */ -}}
{{- define "cos.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}
