{{/* The oauth2-proxy sidecar: users log in there, and the Service leads to it. */}}

{{- define "cairn.oauth2ProxySecretName" -}}
{{ .Values.oauth2Proxy.existingSecret.name | default (printf "%s-oauth2-proxy-secret" (include "cairn.fullname" .)) }}
{{- end -}}

{{- define "cairn.oauth2ProxyContainer" -}}
{{- $proxy := .Values.oauth2Proxy -}}
{{- $keys := $proxy.existingSecret -}}
- name: oauth2-proxy
  image: {{ printf "%s:%v" ($proxy.image.repository | default "quay.io/oauth2-proxy/oauth2-proxy") ($proxy.image.tag | default "v7.15.4") | quote }}
  imagePullPolicy: {{ $proxy.image.pullPolicy | default "IfNotPresent" }}
  securityContext:
    {{- toYaml .Values.securityContext | nindent 4 }}
  ports:
    - name: oauth2-proxy
      containerPort: {{ $proxy.listenPort }}
      protocol: TCP
  args:
    - {{ printf "--http-address=0.0.0.0:%d" (int $proxy.listenPort) | quote }}
    - {{ printf "--upstream=http://127.0.0.1:%d" (int .Values.service.containerPort) | quote }}
    - {{ printf "--provider=%s" ($proxy.provider.name | default "keycloak") | quote }}
    {{- with $proxy.provider.issuerURL }}
    - {{ printf "--oidc-issuer-url=%s" . | quote }}
    {{- end }}
    {{- with $proxy.provider.redirectURL }}
    - {{ printf "--redirect-url=%s" . | quote }}
    {{- end }}
    {{- with $proxy.extraArgs }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  env:
    {{- range $name, $key := dict "OAUTH2_PROXY_CLIENT_ID" ($keys.clientIDKey | default "client-id") "OAUTH2_PROXY_CLIENT_SECRET" ($keys.clientSecretKey | default "client-secret") "OAUTH2_PROXY_COOKIE_SECRET" ($keys.cookieSecretKey | default "cookie-secret") }}
    - name: {{ $name }}
      valueFrom:
        secretKeyRef:
          name: {{ include "cairn.oauth2ProxySecretName" $ }}
          key: {{ $key }}
    {{- end }}
    {{- range $name, $value := $proxy.extraEnv }}
    - name: {{ $name }}
      value: {{ $value | quote }}
    {{- end }}
  resources:
    {{- toYaml $proxy.resources | nindent 4 }}
{{- end -}}

{{- define "cairn.validateOauth2Proxy" -}}
{{- $proxy := .Values.oauth2Proxy -}}
{{- if $proxy.enabled -}}
{{- if and (not $proxy.createSecret) (not $proxy.existingSecret.name) -}}
{{- fail "oauth2Proxy.enabled needs a Secret. Set oauth2Proxy.existingSecret.name, or oauth2Proxy.createSecret with provider.clientID, provider.clientSecret and cookieSecret." -}}
{{- end -}}
{{- if and $proxy.createSecret $proxy.existingSecret.name -}}
{{- fail "oauth2Proxy.createSecret and oauth2Proxy.existingSecret.name exclude each other. Set one." -}}
{{- end -}}
{{- if and $proxy.createSecret (not (and $proxy.provider.clientID $proxy.provider.clientSecret $proxy.cookieSecret)) -}}
{{- fail "oauth2Proxy.createSecret needs oauth2Proxy.provider.clientID, provider.clientSecret and cookieSecret." -}}
{{- end -}}
{{- if eq (int $proxy.listenPort) (int .Values.service.containerPort) -}}
{{- fail "oauth2Proxy.listenPort and service.containerPort are the same. The proxy and the server listen in one pod: set two ports." -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled .Values.serviceMonitor.useServicePort -}}
{{- fail "serviceMonitor.useServicePort would scrape through oauth2Proxy, which asks for a login. Set it to false." -}}
{{- end -}}
{{- end -}}
{{- end -}}
