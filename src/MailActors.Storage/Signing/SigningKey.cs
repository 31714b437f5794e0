using System.Security.Cryptography;
using MailActors.Protocol.Dkim;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace MailActors.Storage.Signing;

/// <summary>A private key that signs hashes. Safe to use from many threads.</summary>
internal abstract class SigningKey
{
    private const int RsaBits = 2048; // RFC 8301 §3.2

    public abstract byte[] PublicKey { get; }

    public abstract byte[] PrivateKey { get; }

    /// <param name="hash">SHA-256 of what is signed.</param>
    public abstract byte[] Sign(byte[] hash);

    public static SigningKey Make(DkimAlgorithm algorithm)
    {
        if (algorithm == DkimAlgorithm.Ed25519Sha256) return new Ed25519Key(RandomNumberGenerator.GetBytes(Ed25519PrivateKeyParameters.KeySize));
        using var rsa = RSA.Create(RsaBits);
        return new RsaKey(rsa.ExportPkcs8PrivateKey());
    }

    public static SigningKey Of(DkimAlgorithm algorithm, byte[] privateKey) =>
        algorithm == DkimAlgorithm.Ed25519Sha256 ? new Ed25519Key(privateKey) : new RsaKey(privateKey);

    private sealed class RsaKey : SigningKey
    {
        private readonly RSA _rsa = RSA.Create();

        public RsaKey(byte[] pkcs8)
        {
            PrivateKey = pkcs8;
            _rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            PublicKey = _rsa.ExportSubjectPublicKeyInfo();
        }

        public override byte[] PublicKey { get; }

        public override byte[] PrivateKey { get; }

        public override byte[] Sign(byte[] hash)
        {
            lock (_rsa) return _rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    private sealed class Ed25519Key(byte[] seed) : SigningKey
    {
        private readonly Ed25519PrivateKeyParameters _key = new(seed);

        public override byte[] PublicKey => _key.GeneratePublicKey().GetEncoded();

        public override byte[] PrivateKey => seed;

        public override byte[] Sign(byte[] hash)
        {
            var signer = new Ed25519Signer();
            signer.Init(forSigning: true, _key);
            signer.BlockUpdate(hash, 0, hash.Length);
            return signer.GenerateSignature();
        }
    }
}
