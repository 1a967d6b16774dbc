using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Identity;
using Cairn.Azure.Clouds;
using Cairn.Azure.Settings;
using Cairn.Azure.Troubles;
using Cairn.Core.Errors;
using Microsoft.Extensions.Logging;

namespace Cairn.Azure.Tokens;

/// <summary>Chooses where Entra ID tokens come from, by what the environment holds.</summary>
internal sealed partial class TokenCredentials(AzureSettings settings, HttpPipelineTransport transport, ILogger log)
{
    private string? ClientId => settings["AZURE_CLIENT_ID"];

    private string? TenantId => settings["AZURE_TENANT_ID"];

    public TokenSource Resolve(AzureCloud cloud) => ServicePrincipal(cloud) ?? Workload(cloud) ?? Ambient(cloud);

    private TokenSource? ServicePrincipal(AzureCloud cloud)
    {
        var secret = settings.Secret("AZURE_CLIENT_SECRET");
        var certificate = settings["AZURE_CLIENT_CERTIFICATE_PATH"];
        if (secret is null && certificate is null)
        {
            return null;
        }

        var source = secret?.Source ?? "AZURE_CLIENT_CERTIFICATE_PATH";
        var (client, tenant) = (
            ClientId ?? throw Incomplete(source, "AZURE_CLIENT_ID"),
            TenantId ?? throw Incomplete(source, "AZURE_TENANT_ID")
        );
        if (secret is not null)
        {
            return new TokenSource(
                $"the service principal {client} with {source}",
                new RenewableCredential(() =>
                    new ClientSecretCredential(
                        tenant,
                        client,
                        secret.Value,
                        Options<ClientSecretCredentialOptions>(cloud)
                    )
                ),
                () => secret.Reread(problem => Log.Kept(log, problem))
            );
        }

        var options = Options<ClientCertificateCredentialOptions>(cloud);
        options.SendCertificateChain = settings["AZURE_CLIENT_SEND_CERTIFICATE_CHAIN"] is "1" or "true";
        var password = settings.Secret("AZURE_CLIENT_CERTIFICATE_PASSWORD")?.Value;
        return new TokenSource(
            $"the service principal {client} with the certificate of {source}",
            new RenewableCredential(() =>
                password is null
                    ? new ClientCertificateCredential(tenant, client, certificate, options)
                    : new ClientCertificateCredential(
                        tenant,
                        client,
                        X509CertificateLoader.LoadPkcs12FromFile(certificate!, password),
                        options
                    )
            )
        );
    }

    private TokenSource? Workload(AzureCloud cloud)
    {
        if (settings["AZURE_FEDERATED_TOKEN_FILE"] is not { } file)
        {
            return null;
        }

        const string source = "AZURE_FEDERATED_TOKEN_FILE";
        var options = Options<WorkloadIdentityCredentialOptions>(cloud);
        options.TokenFilePath = file;
        options.ClientId = ClientId ?? throw Incomplete(source, "AZURE_CLIENT_ID");
        options.TenantId = TenantId ?? throw Incomplete(source, "AZURE_TENANT_ID");
        return new TokenSource(
            $"the workload identity {options.ClientId}",
            new RenewableCredential(() => new WorkloadIdentityCredential(options))
        );
    }

    /// <summary>
    /// What the machine itself offers: the identity that Azure gave it, or the person who is signed in on it.
    /// </summary>
    private TokenSource Ambient(AzureCloud cloud)
    {
        var managed = Options<DefaultAzureCredentialOptions>(cloud);
        Exclude(managed, managedIdentity: false);
        managed.ManagedIdentityClientId = ClientId;
        var developer = Options<DefaultAzureCredentialOptions>(cloud);
        Exclude(developer, managedIdentity: true);
        var identity = ClientId is null
            ? "the system-assigned managed identity"
            : $"the user-assigned managed identity {ClientId}";
        return new TokenSource(
            $"{identity}, or else developer sign-in",
            new RenewableCredential(() =>
                new FirstThatAnswers(
                    [
                        (identity, new DefaultAzureCredential(managed)),
                        ("developer sign-in", new DefaultAzureCredential(developer)),
                    ],
                    log
                )
            )
        );
    }

    private static void Exclude(DefaultAzureCredentialOptions options, bool managedIdentity)
    {
        options.ExcludeEnvironmentCredential = true;
        options.ExcludeWorkloadIdentityCredential = true;
        options.ExcludeInteractiveBrowserCredential = true;
        options.ExcludeBrokerCredential = true;
        options.ExcludeManagedIdentityCredential = managedIdentity;
        options.ExcludeAzureCliCredential = !managedIdentity;
        options.ExcludeAzureDeveloperCliCredential = !managedIdentity;
        options.ExcludeAzurePowerShellCredential = !managedIdentity;
        options.ExcludeVisualStudioCredential = !managedIdentity;
        options.ExcludeVisualStudioCodeCredential = !managedIdentity;
    }

    private T Options<T>(AzureCloud cloud)
        where T : TokenCredentialOptions, new()
    {
        var authority = settings["AZURE_AUTHORITY_HOST"] is { } host ? Authority(host) : cloud.Authority;
        var options = new T { AuthorityHost = authority, Transport = transport };

        // Instance discovery asks the global cloud about the authority, which a private cloud may not reach.
        var known =
            authority.Host.EndsWith(".microsoftonline.com", StringComparison.Ordinal)
            || authority.Host.EndsWith(".microsoftonline.us", StringComparison.Ordinal)
            || authority.Host.EndsWith(".chinacloudapi.cn", StringComparison.Ordinal);
        switch (options)
        {
            case ClientSecretCredentialOptions o:
                o.DisableInstanceDiscovery = !known;
                break;
            case ClientCertificateCredentialOptions o:
                o.DisableInstanceDiscovery = !known;
                break;
            case WorkloadIdentityCredentialOptions o:
                o.DisableInstanceDiscovery = !known;
                break;
            case DefaultAzureCredentialOptions o:
                o.DisableInstanceDiscovery = !known;
                break;
            default:
                break;
        }

        return options;
    }

    private static Uri Authority(string host) =>
        Uri.TryCreate(
            host.Contains("://", StringComparison.Ordinal) ? host : "https://" + host,
            UriKind.Absolute,
            out var uri
        )
        && uri.Scheme == "https"
            ? uri
            : throw CairnException.Invalid($"AZURE_AUTHORITY_HOST is no https URL: '{host}'.");

    private static CairnException Incomplete(string source, string missing) =>
        CairnException.Invalid(
            $"{source} is set but {missing} is not: a service principal or workload identity needs AZURE_CLIENT_ID and AZURE_TENANT_ID too.".See(
                "incomplete-identity"
            )
        );

    private static partial class Log
    {
        [LoggerMessage(4005, LogLevel.Warning, "{Problem}: the value that was read last stays in use")]
        public static partial void Kept(ILogger log, string problem);
    }
}
