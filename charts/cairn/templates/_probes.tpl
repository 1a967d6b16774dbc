{{/* A probe of the server: what the values say over what the chart says. Takes the chart's probe and the values' one. */}}
{{- define "cairn.probe" -}}
{{- $probe := index . 0 -}}
{{- $own := index . 1 -}}
{{- if or $own.exec $own.tcpSocket $own.grpc }}{{ $probe = omit $probe "httpGet" }}{{ end -}}
{{- if $own.httpGet }}{{ $probe = omit $probe "httpGet" }}{{ end -}}
{{- toYaml (mergeOverwrite $probe $own) -}}
{{- end -}}
