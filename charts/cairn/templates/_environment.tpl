{{/* Whether artifacts are kept on the pod's own disk: "true" or empty. */}}
{{- define "cairn.artifactsAreLocal" -}}
{{- if not (contains "://" (include "cairn.artifactPlace" .)) -}}true{{- end -}}
{{- end -}}

{{/* Where artifacts end up: a URI, or a folder of the pod. */}}
{{- define "cairn.artifactPlace" -}}
{{- $extra := .Values.extraEnvVars -}}
{{- $root := .Values.artifactRoot -}}
{{- $uri := include "cairn.azureUri" . -}}
{{- /* The community chart's defaults are folders of the current one, which is no place to keep data in. */ -}}
{{- $destination := ternary "" ($root.defaultArtifactsDestination | default "") (eq ($root.defaultArtifactsDestination | default "") "./mlartifacts") -}}
{{- if not $uri -}}{{- $uri = index $extra "MLFLOW_ARTIFACT_ROOT" | default "" -}}{{- end -}}
{{- if $uri -}}{{ $uri }}
{{- else if $root.proxiedArtifactStorage -}}{{ index $extra "MLFLOW_ARTIFACTS_DESTINATION" | default $destination | default "/data/artifacts" }}
{{- else if contains "://" ($root.defaultArtifactRoot | default (index $extra "MLFLOW_DEFAULT_ARTIFACT_ROOT") | default "") -}}{{ $root.defaultArtifactRoot | default (index $extra "MLFLOW_DEFAULT_ARTIFACT_ROOT") }}
{{- else -}}{{ $destination | default "/data/artifacts" }}
{{- end -}}
{{- end -}}

{{/* Whether artifacts go through the server: "true" or "false". Clients cannot reach a pod's own disk any other way. */}}
{{- define "cairn.servesArtifacts" -}}
{{- if or .Values.artifactRoot.proxiedArtifactStorage (include "cairn.artifactsAreLocal" .) -}}true{{- else -}}false{{- end -}}
{{- end -}}

{{/* The database's URI, without user and password: those are variables of their own, so that any character may stand in them. */}}
{{- define "cairn.backendStoreUri" -}}
{{- $postgres := .Values.backendStore.postgres -}}
{{- if $postgres.enabled -}}
{{- $query := list -}}
{{- with $postgres.sslMode }}{{ $query = append $query (printf "sslmode=%s" .) }}{{ end -}}
{{- if $postgres.azureAuth }}{{ $query = append $query "azure_auth=true" }}{{ end -}}
postgresql://{{ $postgres.host }}:{{ int $postgres.port }}/{{ $postgres.database }}{{ with $query }}?{{ join "&" . }}{{ end }}
{{- else -}}
sqlite:///{{ include "cairn.sqlitePath" . }}
{{- end -}}
{{- end -}}

{{/* The host names that the server answers to. Probes and scrapes need none. */}}
{{- define "cairn.allowedHosts" -}}
{{- if compact .Values.serverAllowedHosts -}}{{ join "," (compact .Values.serverAllowedHosts) }}
{{- else -}}
{{- $name := include "cairn.fullname" . -}}
{{- $service := printf "%s.%s" $name .Release.Namespace -}}
{{- $hosts := list "localhost" "127.0.0.1" "[::1]" "10.0.0.0/8" "172.16.0.0/12" "192.168.0.0/16" $name $service (printf "%s.svc" $service) (printf "%s.svc.%s" $service (.Values.clusterDomain | default "cluster.local")) -}}
{{- join "," (concat $hosts (include "cairn.publicHosts" . | fromJsonArray) | uniq) -}}
{{- end -}}
{{- end -}}

{{/* The host names of ingress and route, as JSON. */}}
{{- define "cairn.publicHosts" -}}
{{- $hosts := list -}}
{{- if .Values.ingress.enabled -}}
{{- range .Values.ingress.hosts }}{{ with .host }}{{ $hosts = append $hosts . }}{{ end }}{{ end -}}
{{- end -}}
{{- if .Values.httpRoute.enabled -}}
{{- $hosts = concat $hosts (compact .Values.httpRoute.hostnames) -}}
{{- end -}}
{{- toJson (uniq $hosts) -}}
{{- end -}}

{{/* The origins whose pages may call. */}}
{{- define "cairn.corsOrigins" -}}
{{- if compact .Values.corsAllowedOrigins -}}{{ join "," (compact .Values.corsAllowedOrigins) }}
{{- else -}}
{{- $origins := list -}}
{{- range (include "cairn.publicHosts" . | fromJsonArray) -}}
{{- if not (hasPrefix "*" .) }}{{ $origins = concat $origins (list (printf "https://%s" .) (printf "http://%s" .)) }}{{ end -}}
{{- end -}}
{{- join "," $origins -}}
{{- end -}}
{{- end -}}

{{/* Everything that the server is told by variables, as JSON: what the chart computes, then extraEnvVars over it, nothing empty. */}}
{{- define "cairn.environment" -}}
{{- $env := dict "MLFLOW_HOST" (.Values.serverHost | default "0.0.0.0") "MLFLOW_PORT" (.Values.service.containerPort | toString) -}}
{{- $_ := set $env "CAIRN_SHUTDOWN_DELAY" (.Values.shutdownDelaySeconds | int | toString) -}}
{{- $_ := set $env "MLFLOW_BACKEND_STORE_URI" (include "cairn.backendStoreUri" .) -}}
{{- if and (include "cairn.isSqlite" .) .Values.backendStore.databaseMigration -}}
{{- /* One pod and its own file: the server can do at its start what others do before theirs. */ -}}
{{- $_ := set $env "CAIRN_UPGRADE_DB" "true" -}}
{{- end -}}
{{- $_ := set $env "MLFLOW_LOGGING_LEVEL" (ternary (.Values.log.level | default "INFO" | upper) "INFO" .Values.log.enabled) -}}
{{- $_ := set $env "CAIRN_LOG_FORMAT" (.Values.log.format | default "json") -}}
{{- $_ := set $env "MLFLOW_SERVER_ALLOWED_HOSTS" (include "cairn.allowedHosts" .) -}}
{{- $_ := set $env "MLFLOW_SERVER_CORS_ALLOWED_ORIGINS" (include "cairn.corsOrigins" .) -}}
{{- $serves := include "cairn.servesArtifacts" . -}}
{{- $_ := set $env "MLFLOW_SERVE_ARTIFACTS" $serves -}}
{{- $_ := set $env (ternary "MLFLOW_ARTIFACTS_DESTINATION" "MLFLOW_DEFAULT_ARTIFACT_ROOT" (eq $serves "true")) (include "cairn.artifactPlace" .) -}}
{{- if and (eq $serves "true") (ne (.Values.artifactRoot.defaultArtifactRoot | default "./mlruns") "./mlruns") -}}
{{- $_ := set $env "MLFLOW_DEFAULT_ARTIFACT_ROOT" .Values.artifactRoot.defaultArtifactRoot -}}
{{- end -}}
{{- $blob := .Values.artifactRoot.azureBlob -}}
{{- if $blob.enabled -}}
{{- $_ := set $env "AZURE_STORAGE_ACCOUNT" $blob.storageAccount -}}
{{- $_ := set $env "AZURE_STORAGE_ENDPOINT" $blob.endpoint -}}
{{- $_ := set $env "AZURE_STORAGE_ACCESS_KEY" $blob.accessKey -}}
{{- $_ := set $env "AZURE_STORAGE_CONNECTION_STRING" $blob.connectionString -}}
{{- if $blob.createContainer }}{{ $_ := set $env "CAIRN_CREATE_CONTAINER" "true" }}{{ end -}}
{{- end -}}
{{- $_ := set $env "AZURE_CLIENT_ID" (include "cairn.workloadClientId" . | default .Values.azure.managedIdentity.clientId) -}}
{{- if .Values.azure.workloadIdentity.enabled }}{{ $_ := set $env "AZURE_TENANT_ID" .Values.azure.workloadIdentity.tenantId }}{{ end -}}
{{- $postgres := .Values.backendStore.postgres -}}
{{- if and $postgres.enabled (not .Values.backendStore.existingDatabaseSecret.name) -}}
{{- $_ := set $env "PGUSER" $postgres.user -}}
{{- $_ := set $env "PGPASSWORD" $postgres.password -}}
{{- end -}}
{{- with .Values.otel.endpoint -}}
{{- $_ := set $env "OTEL_EXPORTER_OTLP_ENDPOINT" . -}}
{{- $_ := set $env "OTEL_EXPORTER_OTLP_PROTOCOL" ($.Values.otel.protocol | default "grpc") -}}
{{- end -}}
{{- $_ := set $env "APPLICATIONINSIGHTS_CONNECTION_STRING" .Values.azureMonitor.connectionString -}}
{{- range $name, $value := .Values.extraEnvVars -}}
{{- if and (ne $name "MLFLOW_ARTIFACT_ROOT") (ne (toString $value) "") (not (kindIs "invalid" $value)) }}{{ $_ := set $env $name (toString $value) }}{{ end -}}
{{- end -}}
{{- $filled := dict -}}
{{- range $name, $value := $env }}{{ if $value }}{{ $_ := set $filled $name $value }}{{ end }}{{ end -}}
{{- toJson $filled -}}
{{- end -}}

{{/* Whether a variable belongs in a Secret, by its name or because its value carries a password: "true" or empty. */}}
{{- define "cairn.isSecret" -}}
{{- $name := index . 0 -}}
{{- if or (regexMatch "(_KEY|_SECRET|PASSWORD|TOKEN|CONNECTION_STRING|HEADERS)$" $name) (regexMatch "://[^/@:]*:[^/@]+@" (index . 1)) (regexMatch "(sig|password|AccountKey)=" (index . 1)) -}}true{{- end -}}
{{- end -}}

{{/* What the server's telemetry takes from Secrets, as a list of environment entries. */}}
{{- define "cairn.telemetrySecretEnv" -}}
{{- with .Values.otel.existingSecret -}}
{{- if .name }}{{ include "cairn.secretEnv" (list "OTEL_EXPORTER_OTLP_HEADERS" .name (.headersKey | default "otlp-headers") false $.Values.extraEnvVars) }}{{ end -}}
{{- end -}}
{{- with .Values.azureMonitor.existingSecret -}}
{{- if .name }}{{ include "cairn.secretEnv" (list "APPLICATIONINSIGHTS_CONNECTION_STRING" .name (.connectionStringKey | default "connection-string") false $.Values.extraEnvVars) }}{{ end -}}
{{- end -}}
{{- end -}}

{{/* How a container gets its variables. */}}
{{- define "cairn.env" -}}
{{- $name := .name -}}
{{- with .root -}}
envFrom:
  - configMapRef:
      name: {{ $name }}-env
  - secretRef:
      name: {{ $name }}-env
  {{- range compact .Values.extraSecretNamesForEnvFrom }}
  - secretRef:
      name: {{ . }}
  {{- end }}
{{- $secrets := printf "%s%s" (include "cairn.azureSecretEnv" .) (include "cairn.telemetrySecretEnv" .) }}
{{- $database := .Values.backendStore.existingDatabaseSecret }}
{{- if or $secrets (and .Values.backendStore.postgres.enabled $database.name) }}
env:
  {{- if and .Values.backendStore.postgres.enabled $database.name }}
  - name: PGUSER
    valueFrom:
      secretKeyRef:
        name: {{ $database.name }}
        key: {{ $database.usernameKey | default "username" }}
  {{- if not .Values.backendStore.postgres.azureAuth }}
  - name: PGPASSWORD
    valueFrom:
      secretKeyRef:
        name: {{ $database.name }}
        key: {{ $database.passwordKey | default "password" }}
  {{- end }}
  {{- end }}
  {{- with $secrets }}
  {{- trim . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end -}}
{{- end -}}
