{{/* Values of other MLflow charts: community.yaml lists them. */}}

{{/* A value by its path as JSON, "null" when it is not set. Takes the root and the path. */}}
{{- define "cairn.valueAt" -}}
{{- $root := index . 0 -}}
{{- $path := splitList "." (index . 1) -}}
{{- if eq (first $path) "extraArgs" -}}
{{- include "cairn.argument" (list $root (last $path)) | toJson -}}
{{- else -}}
{{- $value := $root.Values -}}
{{- range $path }}{{ $value = ternary (get $value .) nil (and (kindIs "map" $value) (hasKey (kindIs "map" $value | ternary $value dict) .)) }}{{ end -}}
{{- toJson $value -}}
{{- end -}}
{{- end -}}

{{/* Whether a value asks for something: "true" or empty. Takes the root and the path. */}}
{{- define "cairn.isSet" -}}
{{- if not (has (include "cairn.valueAt" .) (list "null" "false" "\"\"" "{}" "[]" "0")) -}}true{{- end -}}
{{- end -}}

{{/* Fails with every value at once that asks for what this chart does not do. */}}
{{- define "cairn.refuseForeignValues" -}}
{{- $lists := .Files.Get "community.yaml" | fromYaml -}}
{{- $refusals := list -}}
{{- range $lists.refused -}}
{{- if include "cairn.isSet" (list $ .value) }}{{ $refusals = append $refusals (printf "%s is not supported. %s %s" .value .reason .instead) }}{{ end -}}
{{- end -}}
{{- range $lists.official -}}
{{- if ne (include "cairn.valueAt" (list $ .value)) "null" }}{{ $refusals = append $refusals (printf "%s is a value of MLflow's own chart. Use %s." .value .instead) }}{{ end -}}
{{- end -}}
{{- if and (include "cairn.isMlflowImage" .) (not (include "cairn.isCommunityDefaultImage" .)) -}}
{{- $refusals = append $refusals (printf "image.repository is '%s', an image of MLflow's Python server. Build Cairn's image with deploy/docker/Dockerfile, push it, and set image.repository=REGISTRY/cairn and image.tag=%s." .Values.image.repository .Chart.AppVersion) -}}
{{- end -}}
{{- if $refusals }}{{ fail (printf "\n  %s\nSee docs/kubernetes.md#values-of-other-charts" (join "\n  " $refusals)) }}{{ end -}}
{{- end -}}

{{/* Whether the image is MLflow's: "true" or empty. */}}
{{- define "cairn.isMlflowImage" -}}
{{- if regexMatch "(^|/)(burakince|mlflow|bitnami|bitnamilegacy|larribas)/mlflow$" (.Values.image.repository | default "") -}}true{{- end -}}
{{- end -}}

{{/* Whether the image is what the community chart writes when nobody chose one: "true" or empty. Cairn's own is used then. */}}
{{- define "cairn.isCommunityDefaultImage" -}}
{{- if and (eq (.Values.image.repository | default "") "burakince/mlflow") (not .Values.image.tag) (not .Values.image.digest) -}}true{{- end -}}
{{- end -}}

{{/* What the release notes say about values that change nothing or mean something else here: one line each. */}}
{{- define "cairn.valueNotes" -}}
{{- $lists := .Files.Get "community.yaml" | fromYaml -}}
{{- range $lists.ignored -}}
{{- if include "cairn.isSet" (list $ .value) }}
  {{ .value }} has no effect: {{ .reason }}.
{{- end -}}
{{- end -}}
{{- if include "cairn.isCommunityDefaultImage" . }}
  image.repository is burakince/mlflow, the community chart's default: the pods use {{ include "cairn.image" . }}.
{{- end -}}
{{- if and (include "cairn.isSqlite" .) (eq (.Values.backendStore.defaultSqlitePath | default "") ":memory:") }}
  backendStore.defaultSqlitePath is :memory:, which loses all data with the pod: the database is {{ include "cairn.sqlitePath" . }}.
{{- end -}}
{{- if eq (.Values.artifactRoot.defaultArtifactRoot | default "") "./mlruns" }}
  artifactRoot.defaultArtifactRoot is ./mlruns, a folder of each client: artifacts go to {{ include "cairn.artifactPlace" . }}.
{{- end -}}
{{- end -}}
