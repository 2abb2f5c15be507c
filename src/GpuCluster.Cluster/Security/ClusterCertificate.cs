using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace GpuCluster.Cluster.Security;

/// <summary>
/// The one certificate of a cluster, with its key. Each node shows it and accepts nothing but it, so that who has the file belongs to the
/// cluster; names and authorities play no part.
/// </summary>
public sealed class ClusterCertificate : IDisposable
{
    private const string Subject = "CN=gpucluster";

    private readonly X509Certificate2 _certificate;

    private ClusterCertificate(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>A new one, valid for ten years from the day before yesterday: clocks differ.</summary>
    public static ClusterCertificate Make()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new(Subject, key, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new ClusterCertificate(request.CreateSelfSigned(now.AddDays(-2), now.AddYears(10)));
    }

    /// <summary>From the text that <see cref="ToPem"/> makes.</summary>
    /// <exception cref="CryptographicException">The text holds no certificate with its key.</exception>
    public static ClusterCertificate FromPem(string pem) => new(X509Certificate2.CreateFromPem(pem, pem));

    /// <summary>Certificate and private key as text.</summary>
    public string ToPem()
    {
        using ECDsa key = _certificate.GetECDsaPrivateKey()!;
        return $"{_certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose() => _certificate.Dispose();

    /// <summary>Sets both ends of a connection to show this certificate and to accept only it.</summary>
    internal void Apply(TlsOptions options)
    {
        options.LocalCertificate = _certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (remote, _, _) =>
            CryptographicOperations.FixedTimeEquals(remote.RawDataMemory.Span, _certificate.RawDataMemory.Span);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = "gpucluster";
    }
}
