using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cairn.ConformanceTests.Azure;

/// <summary>A certificate for this machine, made for one test run.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Instance { get; } = Make();

    public static async Task<(string Certificate, string Key)> WritePemAsync(DirectoryInfo folder, CancellationToken ct)
    {
        var (certificate, key) = (Path.Combine(folder.FullName, "srv.pem"), Path.Combine(folder.FullName, "srv.key"));
        await File.WriteAllTextAsync(certificate, Instance.ExportCertificatePem(), ct);
        await File.WriteAllTextAsync(key, Instance.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem(), ct);
        return (certificate, key);
    }

    private static X509Certificate2 Make()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(
            made.Export(X509ContentType.Pkcs12),
            null,
            X509KeyStorageFlags.Exportable
        );
    }
}
