{{/* What the server and the containers before it have in common: dict root, name. */}}
{{- define "cairn.containerBase" -}}
image: {{ include "cairn.image" .root | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy | default "IfNotPresent" }}
securityContext:
  {{- toYaml .root.Values.securityContext | nindent 2 }}
{{ include "cairn.env" . }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- if not .isHook }}
  {{- range include "cairn.dataFolders" .root | fromJsonArray }}
  - name: data
    mountPath: {{ . }}
  {{- end }}
  {{- end }}
  {{- with .root.Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/* The container that brings the schema to its head. */}}
{{- define "cairn.migrationContainer" -}}
- name: migrate
  {{- /* While an upgrade of the release rolls, the pods of the one before still serve. */}}
  args: [db, upgrade{{ if and .root.Release.IsUpgrade (not .root.Values.migration.allowDowntime) }}, --additive-only{{ end }}]
  resources:
    {{- toYaml .root.Values.resources | nindent 4 }}
  {{- include "cairn.containerBase" . | nindent 2 }}
{{- end -}}

{{/*
The container that waits until the database answers and, where a hook migrates, is at its head. A refusal ends the pod's start and stays
in its log.
*/}}
{{- define "cairn.connectionCheckContainer" -}}
- name: wait-for-database
  args: [db, status, --wait{{ if include "cairn.hookMigrates" .root }}, --at-head{{ end }}]
  resources:
    {{- toYaml .root.Values.resources | nindent 4 }}
  {{- include "cairn.containerBase" . | nindent 2 }}
{{- end -}}

{{- define "cairn.podLabels" -}}
{{ include "cairn.selectorLabels" . }}
{{- if include "cairn.workloadClientId" . }}
azure.workload.identity/use: "true"
{{- end }}
{{- with merge (dict) .Values.podLabels .Values.extraPodLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Volumes: dict root, isHook. */}}
{{- define "cairn.volumes" -}}
- name: tmp
  emptyDir: {}
{{- if and (include "cairn.needsDisk" .root) (not .isHook) }}
- name: data
  {{- if .root.Values.persistence.enabled }}
  persistentVolumeClaim:
    claimName: {{ .root.Values.persistence.existingClaim | default (printf "%s-data" (include "cairn.fullname" .root)) }}
  {{- else }}
  emptyDir: {}
  {{- end }}
{{- end }}
{{- with .root.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "cairn.placement" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- end -}}
