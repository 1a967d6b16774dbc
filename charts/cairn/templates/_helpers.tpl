{{/* Names and labels. */}}
{{- define "cairn.fullname" -}}
{{- $name := .Values.nameOverride | default .Release.Name -}}
{{- $own := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- .Values.fullnameOverride | default $own | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "cairn.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "cairn.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "cairn.selectorLabels" -}}
app.kubernetes.io/name: {{ .Values.nameOverride | default "cairn" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "cairn.labels" -}}
{{ include "cairn.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "cairn.image" -}}
{{- $repository := ternary "cairn" (.Values.image.repository | default "cairn") (eq (include "cairn.isCommunityDefaultImage" .) "true") -}}
{{- if .Values.image.digest -}}
{{ $repository }}{{ with .Values.image.tag }}:{{ . }}{{ end }}@{{ .Values.image.digest }}
{{- else -}}
{{ $repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* The name of the Service's port. */}}
{{- define "cairn.portName" -}}
{{ .Values.service.name | default "http" }}
{{- end -}}

{{/* The name of the server's port in the pod. */}}
{{- define "cairn.containerPortName" -}}
{{ .Values.service.containerPortName | default "mlflow" }}
{{- end -}}

{{/* The name of the pod's port that the Service leads to. */}}
{{- define "cairn.publicPortName" -}}
{{- if .Values.oauth2Proxy.enabled -}}oauth2-proxy{{- else -}}{{ include "cairn.containerPortName" . }}{{- end -}}
{{- end -}}

{{/* Whether a hook migrates, and not the pods: "true" or empty. */}}
{{- define "cairn.hookMigrates" -}}
{{- if and .Values.backendStore.databaseMigration (eq .Values.migration.mode "job") -}}true{{- end -}}
{{- end -}}

{{/* Whether the database is SQLite: "true" or empty. */}}
{{- define "cairn.isSqlite" -}}
{{- if not .Values.backendStore.postgres.enabled -}}
{{- $own := index .Values.extraEnvVars "MLFLOW_BACKEND_STORE_URI" | default "" -}}
{{- if or (not $own) (hasPrefix "sqlite" $own) -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* The value of a flag in extraArgs, however its name is spelled there; empty for none. Takes the root and the flag's name. */}}
{{- define "cairn.argument" -}}
{{- $wanted := index . 1 -}}
{{- range $flag, $value := (index . 0).Values.extraArgs -}}
{{- if and (eq (kebabcase $flag) $wanted) (not (kindIs "invalid" $value)) -}}{{ $value }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* The prefix of all paths, wherever it was set; empty for none. */}}
{{- define "cairn.staticPrefix" -}}
{{- include "cairn.argument" (list . "static-prefix") | default (index .Values.extraEnvVars "MLFLOW_STATIC_PREFIX") | default "" | trimSuffix "/" -}}
{{- end -}}

{{/* The path of the metrics: telemetryPath below the static prefix, which it may already carry. */}}
{{- define "cairn.metricsPath" -}}
{{- $prefix := include "cairn.staticPrefix" . -}}
{{- $path := .Values.serviceMonitor.telemetryPath | default "/metrics" -}}
{{- if and $prefix (hasPrefix (printf "%s/" $prefix) $path) -}}{{ $path }}{{- else -}}{{ $prefix }}{{ $path }}{{- end -}}
{{- end -}}

{{/* A Secret of the cluster as text, so that a changed one rolls the pods; empty when there is no cluster to ask. */}}
{{- define "cairn.foreignSecrets" -}}
{{- $names := concat .Values.extraSecretNamesForEnvFrom (list .Values.backendStore.existingDatabaseSecret.name .Values.artifactRoot.azureBlob.existingSecret.name .Values.azure.servicePrincipal.existingSecret.name .Values.otel.existingSecret.name .Values.azureMonitor.existingSecret.name) -}}
{{- if .Values.oauth2Proxy.enabled }}{{ $names = append $names .Values.oauth2Proxy.existingSecret.name }}{{ end -}}
{{- if .Values.artifactRoot.azureBlob.enabled -}}
{{- $names = concat $names (list "azure-storage-credentials" "azure-service-principal") -}}
{{- end -}}
{{- range compact $names | uniq -}}
{{- with lookup "v1" "Secret" $.Release.Namespace . }}{{ toJson .data }}{{ end -}}
{{- end -}}
{{- end -}}
