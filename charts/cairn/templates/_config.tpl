{{/* The ConfigMap and the Secret with the server's variables: dict root, name, annotations. */}}
{{- define "cairn.configManifests" -}}
{{- $env := include "cairn.environment" .root | fromJson -}}
{{- $plain := dict -}}
{{- $secret := dict -}}
{{- range $name, $value := $env -}}
{{- if include "cairn.isSecret" (list $name $value) }}{{ $_ := set $secret $name $value }}{{ else }}{{ $_ := set $plain $name $value }}{{ end -}}
{{- end -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name }}-env
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "cairn.labels" .root | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
data:
  {{- toYaml $plain | nindent 2 }}
---
apiVersion: v1
kind: Secret
metadata:
  name: {{ .name }}-env
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "cairn.labels" .root | nindent 4 }}
  {{- with .annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
type: Opaque
stringData:
  {{- toYaml $secret | nindent 2 }}
{{- end -}}

{{/* The ServiceAccount: dict root, name, annotations. */}}
{{- define "cairn.serviceAccountManifest" -}}
{{- $annotations := merge (dict) (.annotations | default dict) -}}
{{- range $name, $value := .root.Values.serviceAccount.annotations }}{{ if $value }}{{ $_ := set $annotations $name $value }}{{ end }}{{ end -}}
{{- with include "cairn.workloadClientId" .root }}{{ $_ := set $annotations "azure.workload.identity/client-id" . }}{{ end -}}
{{- if .root.Values.azure.workloadIdentity.enabled -}}
{{- with .root.Values.azure.workloadIdentity.tenantId }}{{ $_ := set $annotations "azure.workload.identity/tenant-id" . }}{{ end -}}
{{- end -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "cairn.labels" .root | nindent 4 }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: {{ include "cairn.automountsToken" .root }}
{{- end -}}

{{/* Whether pods get a token of the Kubernetes API: "true" or "false". automount is the community chart's name for it. */}}
{{- define "cairn.automountsToken" -}}
{{- $account := .Values.serviceAccount -}}
{{ ternary $account.automountServiceAccountToken $account.automount (kindIs "invalid" $account.automount) }}
{{- end -}}
