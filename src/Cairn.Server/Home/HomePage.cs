using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Cairn.Core.Access;
using Cairn.Server.Api;
using Cairn.Server.Artifacts;
using Cairn.Server.Storage;
using Microsoft.AspNetCore.Http;

namespace Cairn.Server.Home;

/// <summary>The page at the root: what this is, where data lives, how to call it.</summary>
internal sealed class HomePage(ApiOptions options, StorageOptions storage, ArtifactOptions artifacts)
{
    /// <summary>Own styles and nothing else.</summary>
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(HomeStyle.Css)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public void Map(ApiRoutes routes) =>
        routes.Raw("GET", "/", new(AccessAction.Open, ResourceKind.Server), AnswerAsync);

    private Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        var address = $"{http.Request.Scheme}://{http.Request.Host}{options.StaticPrefix}";
        return PlainText.WriteAsync(http, StatusCodes.Status200OK, Page(address), "text/html; charset=utf-8");
    }

    private string Page(string address) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Cairn</title>
            <style>{HomeStyle.Css}</style>
            </head>
            <body>
            <main>
            <h1>Cairn</h1>
            <p class="lead">A tracking server for MLflow clients: experiments, runs, metrics, models and artifacts.</p>
            <section aria-labelledby="start">
            <h2 id="start">Point a client here</h2>
            <pre tabindex="0"><code>pip install mlflow-skinny
            export MLFLOW_TRACKING_URI={Text(address)}
            python - &lt;&lt;'EOF'
            import mlflow
            with mlflow.start_run():
                mlflow.log_param("learning_rate", 0.01)
                mlflow.log_metric("loss", 0.25)
            EOF</code></pre>
            <p>Or look at what is there with nothing but <code>curl</code>:</p>
            <pre tabindex="0"><code>curl '{Text(address)}/api/2.0/mlflow/experiments/search?max_results=10'</code></pre>
            </section>
            <section aria-labelledby="data">
            <h2 id="data">Where data lives</h2>
            <dl>
            <dt>Database</dt><dd><code>{Text(storage.Place)}</code></dd>
            <dt>Artifacts</dt><dd>{Artifacts()}</dd>
            <dt>Version</dt><dd>Cairn {Text(ServerVersion.Cairn)}, with the API of MLflow {Text(
                ServerVersion.Mlflow
            )}</dd>
            </dl>
            </section>
            <nav aria-label="More">
            <a href="{Text(options.StaticPrefix)}/docs/">Documentation</a>
            <a href="{Text(options.StaticPrefix)}/health">Health</a>
            <a href="{Text(options.StaticPrefix)}/health/ready">Readiness</a>
            </nav>
            </main>
            </body>
            </html>

            """;

    private string Artifacts() =>
        artifacts.ServeArtifacts
            ? $"<code>{Text(artifacts.Place)}</code>, through this server"
            : $"<code>{Text(artifacts.Place)}</code>, sent there by clients themselves";

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
