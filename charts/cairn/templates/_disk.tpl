{{/* The pod's own disk: which folders hold data, and which volume each is on. */}}

{{/* The SQLite file, wherever it was set; empty for a relative path of extraEnvVars. */}}
{{- define "cairn.sqlitePath" -}}
{{- $uri := index .Values.extraEnvVars "MLFLOW_BACKEND_STORE_URI" | default "" -}}
{{- $path := .Values.backendStore.defaultSqlitePath | default "" -}}
{{- if $uri -}}{{ regexFind "^/[^?]*" (regexReplaceAll "^sqlite[+a-z]*:///" $uri "") }}
{{- else if or (not $path) (eq $path ":memory:") -}}/data/mlflow.db
{{- else -}}{{ $path }}
{{- end -}}
{{- end -}}

{{/* Whether a folder is, or is below, one of others: "true" or empty. Takes the folder and the list. */}}
{{- define "cairn.isBelow" -}}
{{- $folder := printf "%s/" (index . 0 | trimSuffix "/") -}}
{{- range index . 1 }}{{ if hasPrefix (printf "%s/" (trimSuffix "/" .)) $folder }}true{{ end }}{{ end -}}
{{- end -}}

{{/* Where the pod's data volume is mounted, as JSON: folders with data that no volume of extraVolumeMounts holds. */}}
{{- define "cairn.dataFolders" -}}
{{- $needed := list -}}
{{- if include "cairn.isSqlite" . }}{{ $needed = append $needed (dir (include "cairn.sqlitePath" . | default "/data/mlflow.db")) }}{{ end -}}
{{- if include "cairn.artifactsAreLocal" . }}{{ $needed = append $needed (include "cairn.artifactPlace" .) }}{{ end -}}
{{- $own := list -}}
{{- range .Values.extraVolumeMounts }}{{ $own = append $own .mountPath }}{{ end -}}
{{- $folders := list -}}
{{- range $folder := $needed -}}
{{- if not (include "cairn.isBelow" (list $folder $own)) -}}
{{- if include "cairn.isBelow" (list $folder (list "/data")) }}{{ $folder = "/data" }}{{ end -}}
{{- if not (include "cairn.isBelow" (list $folder $folders)) }}{{ $folders = append $folders $folder }}{{ end -}}
{{- end -}}
{{- end -}}
{{- toJson $folders -}}
{{- end -}}

{{/* Whether the chart's own volume is needed: "true" or empty. */}}
{{- define "cairn.needsDisk" -}}
{{- if include "cairn.dataFolders" . | fromJsonArray -}}true{{- end -}}
{{- end -}}

{{/* Whether a second pod could not run beside the first: "true" or empty. */}}
{{- define "cairn.isAlone" -}}
{{- if include "cairn.isSqlite" . -}}true
{{- else if and (include "cairn.artifactsAreLocal" .) .Values.persistence.enabled (ne .Values.persistence.accessMode "ReadWriteMany") -}}true
{{- end -}}
{{- end -}}

{{/* Fails where data would not be on a volume. */}}
{{- define "cairn.validateDisk" -}}
{{- $path := include "cairn.sqlitePath" . -}}
{{- if and (include "cairn.isSqlite" .) $path -}}
{{- if or (not (hasPrefix "/" $path)) (eq (dir $path) "/") (include "cairn.isBelow" (list $path (list "/tmp"))) -}}
{{- fail (printf "backendStore.defaultSqlitePath is '%s'. Set an absolute path in a folder that is kept, such as /data/mlflow.db." $path) -}}
{{- end -}}
{{- end -}}
{{- $root := .Values.artifactRoot.defaultArtifactRoot | default "" -}}
{{- if not (or (not $root) (eq $root "./mlruns") (regexMatch "^[a-z0-9+-]+:/" $root)) -}}
{{- fail (printf "artifactRoot.defaultArtifactRoot is '%s'. Clients would write to a folder of their own. Set a URI, or set artifactRoot.defaultArtifactsDestination to keep artifacts on the pod's volume." $root) -}}
{{- end -}}
{{- $place := include "cairn.artifactPlace" . -}}
{{- if and (include "cairn.artifactsAreLocal" .) (or (not (hasPrefix "/" $place)) (eq (trimSuffix "/" $place) "")) -}}
{{- fail (printf "artifactRoot.defaultArtifactsDestination is '%s'. Set a URI or the absolute path of a folder, such as /data/artifacts." $place) -}}
{{- end -}}
{{- end -}}
