{{/* The artifact URI in Azure: made from azureBlob, or the one of extraEnvVars.MLFLOW_ARTIFACT_ROOT; empty when there is none. */}}
{{- define "cairn.azureUri" -}}
{{- $blob := .Values.artifactRoot.azureBlob -}}
{{- $given := index .Values.extraEnvVars "MLFLOW_ARTIFACT_ROOT" | default "" | toString -}}
{{- $path := $blob.path | default "" | trimAll "/" -}}
{{- if $blob.enabled -}}
{{- if $given -}}
{{- if not (regexMatch "^(wasbs?|abfss?)://[^@/]+@[^/]+(/.*)?$" $given) -}}
{{- fail (printf "extraEnvVars.MLFLOW_ARTIFACT_ROOT is '%s', but artifactRoot.azureBlob is enabled: give wasbs://CONTAINER@ACCOUNT.blob.core.windows.net or abfss://CONTAINER@ACCOUNT.dfs.core.windows.net, or disable azureBlob." $given) -}}
{{- end -}}
{{- $rest := regexReplaceAll "^[a-z]+://" $given "" -}}
{{- $container := regexReplaceAll "@.*$" $rest "" -}}
{{- $host := regexReplaceAll "/.*$" (regexReplaceAll "^[^@]*@" $rest "") "" -}}
{{- $account := first (splitList "." $host) -}}
{{- if and $blob.container (ne $container $blob.container) -}}
{{- fail (printf "extraEnvVars.MLFLOW_ARTIFACT_ROOT names the container '%s', artifactRoot.azureBlob.container is '%s'. Make them alike, or leave one out. See docs/azure.md#another-container" $container $blob.container) -}}
{{- end -}}
{{- if and $blob.storageAccount (ne $account $blob.storageAccount) (contains "." $host) -}}
{{- fail (printf "extraEnvVars.MLFLOW_ARTIFACT_ROOT names the account '%s', artifactRoot.azureBlob.storageAccount is '%s'. Make them alike, or leave one out. See docs/azure.md#another-account" $account $blob.storageAccount) -}}
{{- end -}}
{{- $own := trimAll "/" (regexReplaceAll "^[^/]*" $rest "") -}}
{{- if and (not $own) $path -}}{{ trimSuffix "/" $given }}/{{ $path }}{{- else -}}{{ trimSuffix "/" $given }}{{- end -}}
{{- else -}}
{{- if not $blob.container -}}{{- fail "artifactRoot.azureBlob.enabled needs artifactRoot.azureBlob.container." -}}{{- end -}}
{{- if not $blob.storageAccount -}}{{- fail "artifactRoot.azureBlob.enabled needs artifactRoot.azureBlob.storageAccount." -}}{{- end -}}
{{- $scheme := $blob.scheme | default "wasbs" -}}
{{- $service := ternary "dfs" "blob" (eq $scheme "abfss") -}}
{{- $host := printf "%s.%s.core.windows.net" $blob.storageAccount $service -}}
{{- $endpointHost := regexReplaceAll "[:/].*$" (regexReplaceAll "^[a-z]+://" ($blob.endpoint | default "") "") "" -}}
{{- /* An endpoint that carries the account's name names its cloud; any other is only where to connect. */ -}}
{{- if hasPrefix (printf "%s.blob." $blob.storageAccount) $endpointHost -}}
{{- $host = replace ".blob." (printf ".%s." $service) $endpointHost -}}
{{- end -}}
{{ $scheme }}://{{ $blob.container }}@{{ $host }}{{ with $path }}/{{ . }}{{ end }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The client id of the pod's workload identity, wherever it was set; empty for none. */}}
{{- define "cairn.workloadClientId" -}}
{{- $annotated := index .Values.serviceAccount.annotations "azure.workload.identity/client-id" | default "" | toString -}}
{{- if contains "$(" $annotated -}}
{{- fail (printf "serviceAccount.annotations has 'azure.workload.identity/client-id: %s': Helm does not run commands. Run it first and pass what it prints:\n  CLIENT_ID=%s\n  helm upgrade --install %s ... --set-string serviceAccount.annotations.'azure\\.workload\\.identity/client-id'=$CLIENT_ID\nSee docs/azure.md#helm-runs-no-commands" $annotated $annotated .Release.Name) -}}
{{- end -}}
{{- $own := ternary .Values.azure.workloadIdentity.clientId "" .Values.azure.workloadIdentity.enabled -}}
{{- if and $own $annotated (ne $own $annotated) -}}
{{- fail (printf "azure.workloadIdentity.clientId is '%s', the service account's annotation says '%s'. Make them alike, or leave one out." $own $annotated) -}}
{{- end -}}
{{- if and .Values.azure.workloadIdentity.enabled (not $own) (not $annotated) -}}
{{- fail "azure.workloadIdentity.enabled needs azure.workloadIdentity.clientId: az identity show --name NAME --resource-group GROUP --query clientId --output tsv. See docs/azure.md#no-client-id" -}}
{{- end -}}
{{- $own | default $annotated -}}
{{- end -}}

{{/* Whether an identity of the pod is used, so that no credentials are to be mapped: "true" or empty. */}}
{{- define "cairn.usesIdentity" -}}
{{- if or (include "cairn.workloadClientId" .) .Values.azure.managedIdentity.clientId -}}true{{- end -}}
{{- end -}}

{{/* Credentials from Secrets, as a list of environment entries. What values or extraEnvVars set themselves is not mapped. */}}
{{- define "cairn.azureSecretEnv" -}}
{{- $blob := .Values.artifactRoot.azureBlob -}}
{{- $extra := .Values.extraEnvVars -}}
{{- $secret := $blob.existingSecret -}}
{{- $principal := .Values.azure.servicePrincipal.existingSecret -}}
{{- if and $secret.name (not (or $secret.accessKeyKey $secret.connectionStringKey $secret.sasTokenKey)) -}}
{{- fail "artifactRoot.azureBlob.existingSecret.name needs accessKeyKey, connectionStringKey or sasTokenKey: the key of that Secret that holds the credential." -}}
{{- end -}}
{{- if $secret.name -}}
{{- include "cairn.secretEnv" (list "AZURE_STORAGE_ACCESS_KEY" $secret.name $secret.accessKeyKey false $extra) -}}
{{- include "cairn.secretEnv" (list "AZURE_STORAGE_CONNECTION_STRING" $secret.name $secret.connectionStringKey false $extra) -}}
{{- include "cairn.secretEnv" (list "AZURE_STORAGE_SAS_TOKEN" $secret.name $secret.sasTokenKey false $extra) -}}
{{- end -}}
{{- if $principal.name -}}
{{- include "cairn.secretEnv" (list "AZURE_CLIENT_ID" $principal.name ($principal.clientIdKey | default "azure-client-id") false $extra) -}}
{{- include "cairn.secretEnv" (list "AZURE_CLIENT_SECRET" $principal.name ($principal.clientSecretKey | default "azure-client-secret") false $extra) -}}
{{- include "cairn.secretEnv" (list "AZURE_TENANT_ID" $principal.name ($principal.tenantIdKey | default "azure-tenant-id") false $extra) -}}
{{- end -}}
{{- if and $blob.enabled (not $secret.name) (not $principal.name) (not $blob.accessKey) (not $blob.connectionString) (not (include "cairn.usesIdentity" .)) -}}
{{- /* An empty variable in extraEnvVars says which of the two well-known Secrets is meant; without any, both are looked at. */ -}}
{{- $wantsKey := or (hasKey $extra "AZURE_STORAGE_KEY") (hasKey $extra "AZURE_STORAGE_ACCESS_KEY") -}}
{{- $wantsPrincipal := or (hasKey $extra "AZURE_CLIENT_ID") (hasKey $extra "AZURE_CLIENT_SECRET") (hasKey $extra "AZURE_TENANT_ID") -}}
{{- if or $wantsKey (not $wantsPrincipal) -}}
{{- if not $blob.storageAccount -}}
{{- include "cairn.secretEnv" (list "AZURE_STORAGE_ACCOUNT" "azure-storage-credentials" "azure-storage-account-name" true $extra) -}}
{{- end -}}
{{- include "cairn.secretEnv" (list "AZURE_STORAGE_KEY" "azure-storage-credentials" "azure-storage-account-key" true $extra) -}}
{{- end -}}
{{- if or $wantsPrincipal (not $wantsKey) -}}
{{- include "cairn.secretEnv" (list "AZURE_CLIENT_ID" "azure-service-principal" "azure-client-id" true $extra) -}}
{{- include "cairn.secretEnv" (list "AZURE_CLIENT_SECRET" "azure-service-principal" "azure-client-secret" true $extra) -}}
{{- include "cairn.secretEnv" (list "AZURE_TENANT_ID" "azure-service-principal" "azure-tenant-id" true $extra) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* One entry: name, secret, key, optional, extraEnvVars. */}}
{{- define "cairn.secretEnv" -}}
{{- $name := index . 0 -}}
{{- if and (index . 2) (not (index (index . 4) $name)) }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ index . 1 }}
      key: {{ index . 2 }}
      {{- if index . 3 }}
      optional: true
      {{- end }}
{{- end -}}
{{- end -}}
