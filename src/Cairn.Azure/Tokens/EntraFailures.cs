using Azure.Identity;
using Cairn.Azure.Troubles;

namespace Cairn.Azure.Tokens;

/// <summary>Says what to do about the failures of Entra ID, which it tells apart by AADSTS numbers.</summary>
internal static class EntraFailures
{
    private static readonly (string Code, string Meaning, string Row)[] _known =
    [
        (
            "AADSTS7000215",
            "The client secret is wrong: AZURE_CLIENT_SECRET must be the secret's value, not its id.",
            "wrong-client-secret"
        ),
        (
            "AADSTS7000222",
            "The client secret has expired: make a new one and set AZURE_CLIENT_SECRET.",
            "expired-client-secret"
        ),
        (
            "AADSTS700016",
            "The application is not in this tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID.",
            "unknown-application"
        ),
        ("AADSTS90002", "The tenant does not exist: check AZURE_TENANT_ID.", "unknown-tenant"),
        ("AADSTS700027", "The certificate is not registered with the application.", "unknown-certificate"),
        (
            "AADSTS70021",
            "No federated credential of the application matches the service account: check its issuer, subject and audience.",
            "no-federated-credential"
        ),
        (
            "AADSTS700211",
            "No federated credential of the application has this issuer: it must be the cluster's.",
            "no-federated-credential"
        ),
        (
            "AADSTS700212",
            "No federated credential of the application has this audience: it must be api://AzureADTokenExchange.",
            "no-federated-credential"
        ),
        (
            "AADSTS7002138",
            "No federated credential of the application has this subject in the same capitals.",
            "no-federated-credential"
        ),
        (
            "AADSTS700213",
            "No federated credential of the application has this subject: it must be system:serviceaccount:NAMESPACE:NAME.",
            "no-federated-credential"
        ),
        (
            "AADSTS700024",
            "The federated or certificate assertion has expired, or this machine's clock is wrong.",
            "expired-assertion"
        ),
        ("AADSTS53003", "A conditional access policy blocks the sign-in.", "conditional-access"),
    ];

    /// <summary>The message for a token that could not be had.</summary>
    public static string Explain(AuthenticationFailedException e, string account, string credential)
    {
        if (e is CredentialUnavailableException)
        {
            return (
                $"No credential was found for the storage account '{account}'. Set AZURE_STORAGE_KEY, AZURE_STORAGE_CONNECTION_STRING or AZURE_STORAGE_SAS_TOKEN, "
                + "or AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET, or give this machine a managed or workload identity."
            ).See("no-credential");
        }

        var reason = Reason(e);
        var (_, meaning, row) = Array.Find(
            _known,
            known => reason.Contains(known.Code + ":", StringComparison.Ordinal)
        );
        return $"Signing in to Entra ID with {credential} failed. {meaning ?? "Entra ID gave no token; the log says more."}".See(
            row ?? "sign-in-failed"
        );
    }

    /// <summary>What Entra ID said, in one line, for the log.</summary>
    public static string Reason(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner.Message.Contains("AADSTS", StringComparison.Ordinal))
            {
                return inner.Message.ReplaceLineEndings(" ");
            }
        }

        return e.Message.ReplaceLineEndings(" ");
    }
}
