{{/* Rejects combinations that cannot work. The schema rejects wrong types and unknown names. */}}
{{- define "cairn.validate" -}}
{{- include "cairn.refuseForeignValues" . -}}
{{- $postgres := .Values.backendStore.postgres -}}
{{- if $postgres.enabled -}}
{{- if index .Values.extraEnvVars "MLFLOW_BACKEND_STORE_URI" }}{{ fail "backendStore.postgres.enabled and extraEnvVars.MLFLOW_BACKEND_STORE_URI name two databases. Remove one." }}{{ end -}}
{{- if not $postgres.host }}{{ fail "backendStore.postgres.enabled needs backendStore.postgres.host." }}{{ end -}}
{{- if not $postgres.database }}{{ fail "backendStore.postgres.enabled needs backendStore.postgres.database." }}{{ end -}}
{{- if not (or $postgres.user .Values.backendStore.existingDatabaseSecret.name (index .Values.extraEnvVars "PGUSER")) -}}
{{- fail "backendStore.postgres.enabled needs backendStore.postgres.user, or backendStore.existingDatabaseSecret.name." -}}
{{- end -}}
{{- end -}}
{{- include "cairn.validateDisk" . -}}
{{- include "cairn.validateOauth2Proxy" . -}}
{{- if and (not .Values.service.enabled) (or .Values.ingress.enabled .Values.httpRoute.enabled .Values.serviceMonitor.enabled) -}}
{{- fail "service.enabled=false removes the Service that ingress, httpRoute and serviceMonitor lead to. Switch them off too, or keep the Service." -}}
{{- end -}}
{{- if not (has (.Values.serverHost | default "0.0.0.0") (list "0.0.0.0" "::" "[::]")) -}}
{{- fail (printf "serverHost is '%s'. Probes and the Service reach the pod by its own address: use 0.0.0.0 or [::]." .Values.serverHost) -}}
{{- end -}}
{{- if ne (include "cairn.metricsPath" .) (printf "%s/metrics" (include "cairn.staticPrefix" .)) -}}
{{- fail (printf "serviceMonitor.telemetryPath is '%s'. Cairn serves metrics at /metrics only: leave telemetryPath at /metrics." .Values.serviceMonitor.telemetryPath) -}}
{{- end -}}
{{- if include "cairn.isSqlite" . -}}
{{- if .Values.autoscaling.enabled }}{{ fail "autoscaling.enabled needs several pods, and SQLite serves one only. Enable backendStore.postgres, or turn autoscaling off." }}{{ end -}}
{{- if eq .Values.migration.mode "job" }}{{ fail "migration.mode=job runs before the pod's volume exists, and SQLite is on that volume: use migration.mode=init." }}{{ end -}}
{{- else if and (include "cairn.artifactsAreLocal" .) (ne .Values.persistence.accessMode "ReadWriteMany") (or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1)) -}}
{{- fail "Several pods cannot share artifacts on a disk of their own: enable artifactRoot.azureBlob, or set persistence.accessMode=ReadWriteMany." -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas is larger than autoscaling.maxReplicas." -}}
{{- end -}}
{{- $flags := dict -}}
{{- range $flag, $value := .Values.extraArgs -}}
{{- $name := kebabcase $flag -}}
{{- if hasKey $flags $name }}{{ fail (printf "extraArgs.%s and extraArgs.%s are the same flag, --%s. Remove one." (get $flags $name) $flag $name) }}{{ end -}}
{{- $_ := set $flags $name $flag -}}
{{- end -}}
{{- range $name := list "host" "port" -}}
{{- if include "cairn.argument" (list $ $name) }}{{ fail (printf "extraArgs.%s would miss the probes and the Service. Set service.containerPort and serverHost instead." (get $flags $name)) }}{{ end -}}
{{- end -}}
{{- $prefix := include "cairn.staticPrefix" . -}}
{{- if and $prefix (not (hasPrefix "/" $prefix)) }}{{ fail (printf "The static prefix is '%s'. It begins with a slash, such as /%s." $prefix $prefix) }}{{ end -}}
{{- range $name := list "MLFLOW_HOST" "MLFLOW_PORT" -}}
{{- if index $.Values.extraEnvVars $name }}{{ fail (printf "extraEnvVars.%s would miss the probes and the Service. Set service.containerPort and serverHost instead." $name) }}{{ end -}}
{{- end -}}
{{- if gt (add (int .Values.shutdownDelaySeconds) 10) (int64 .Values.terminationGracePeriodSeconds) -}}
{{- fail (printf "terminationGracePeriodSeconds is %d: it needs shutdownDelaySeconds (%d) and ten more, or running requests are interrupted." (int .Values.terminationGracePeriodSeconds) (int .Values.shutdownDelaySeconds)) -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}{{ fail "ingress.enabled needs ingress.hosts." }}{{ end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}{{ fail "httpRoute.enabled needs httpRoute.parentRefs: the gateway to attach to." }}{{ end -}}
{{- if and .Values.azure.workloadIdentity.enabled (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) -}}
{{- fail "azure.workloadIdentity.enabled needs a service account: set serviceAccount.create, or serviceAccount.name to one that is federated." -}}
{{- end -}}
{{- if and .Values.azure.workloadIdentity.enabled .Values.azure.managedIdentity.clientId -}}
{{- fail "azure.workloadIdentity and azure.managedIdentity.clientId exclude each other: set one." -}}
{{- end -}}
{{- if and (include "cairn.hookMigrates" .) .Values.serviceAccount.create -}}
{{- $own := .Values.migration.serviceAccount.name -}}
{{- if eq $own (include "cairn.serviceAccountName" .) -}}
{{- fail (printf "migration.serviceAccount.name is '%s', the pods' own service account, which is made after the hook ran: leave it empty, or set serviceAccount.create=false and serviceAccount.name to one that exists." $own) -}}
{{- end -}}
{{- if and $postgres.enabled $postgres.azureAuth (include "cairn.workloadClientId" .) (not $own) -}}
{{- $hook := printf "%s-migration" (include "cairn.fullname" .) -}}
{{- fail (printf "migration.mode=job runs before the pods' service account is there, and logs in to the database as one of its own, which the managed identity must trust too: run az identity federated-credential create with --subject system:serviceaccount:%s:%s, then set migration.serviceAccount.name=%s. Or use migration.mode=init. See docs/azure.md#hook-identity" .Release.Namespace $hook $hook) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.migration.allowDowntime (eq .Values.migration.mode "job") -}}
{{- fail "migration.allowDowntime=true stops the old pods before the new ones migrate, but the hook of migration.mode=job runs before that: use migration.mode=init." -}}
{{- end -}}
{{- if and .Values.otel.existingSecret.name (not .Values.otel.endpoint) (not (index .Values.extraEnvVars "OTEL_EXPORTER_OTLP_ENDPOINT")) -}}
{{- fail "otel.existingSecret.name contains headers for a collector, but no collector is configured: set otel.endpoint." -}}
{{- end -}}
{{- $blob := .Values.artifactRoot.azureBlob -}}
{{- if gt (len (compact (list $blob.accessKey $blob.connectionString $blob.existingSecret.name))) 1 -}}
{{- fail "artifactRoot.azureBlob.accessKey, connectionString and existingSecret.name exclude each other: set one." -}}
{{- end -}}
{{- if and .Values.azureMonitor.existingSecret.name .Values.azureMonitor.connectionString -}}
{{- fail "azureMonitor.connectionString and azureMonitor.existingSecret.name exclude each other: set one." -}}
{{- end -}}
{{- if and .Values.podDisruptionBudget.enabled (include "cairn.isAlone" .) -}}
{{- fail "podDisruptionBudget.enabled would prevent draining a node, because this release runs one pod only." -}}
{{- end -}}
{{- end -}}
