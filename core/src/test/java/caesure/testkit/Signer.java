// SPDX-License-Identifier: BSD-2-Clause
package caesure.testkit;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;

import java.math.BigInteger;

/**
 * A key pair that signs, for tests. The same seed gives the same key, and the same message the same
 * signature. Not for real keys: it takes no care that time or memory could tell the secret.
 */
public final class Signer {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger N = CURVE.getN();

    private final BigInteger secret;
    private final ECPoint point;

    private Signer(BigInteger secret) {
        this.secret = secret;
        this.point = CURVE.getG().multiply(secret).normalize();
    }

    /** The key pair that belongs to a seed. */
    public static Signer of(long seed) {
        Hash256 hash = HashWriter.tagged("caesure/signer").u64(seed).sha256();
        return new Signer(nonZero(hash));
    }

    /**
     * The key pair with this secret.
     *
     * @param secret 1 to n - 1
     */
    public static Signer ofSecret(BigInteger secret) {
        if (secret.signum() <= 0 || secret.compareTo(N) >= 0) {
            throw new IllegalArgumentException("no secret key: " + secret);
        }
        return new Signer(secret);
    }

    /** 33 bytes. */
    public ByteString publicKey() {
        return ByteString.wrap(point.getEncoded(true));
    }

    /** 65 bytes, the first of them 04. */
    public ByteString uncompressedKey() {
        return ByteString.wrap(point.getEncoded(false));
    }

    /** 65 bytes, the first of them 06 or 07. */
    public ByteString hybridKey() {
        byte[] key = point.getEncoded(false);
        key[0] = (byte) (isOdd(point) ? 7 : 6);
        return ByteString.wrap(key);
    }

    /** 32 bytes. */
    public ByteString xOnlyKey() {
        return publicKey().slice(1, 33);
    }

    /** An ECDSA signature in DER with low S; a script wants a hash type after it. */
    public ByteString signEcdsa(Hash256 message) {
        BigInteger[] rs = ecdsa(message);
        ByteString r = derInteger(rs[0]);
        ByteString s = derInteger(rs[1]);
        return new ByteWriter()
                .u8(0x30)
                .u8(r.length() + s.length())
                .bytes(r)
                .bytes(s)
                .toByteString();
    }

    /** An ECDSA signature as r and s, 32 bytes each, with low S. */
    public ByteString signEcdsaCompact(Hash256 message) {
        BigInteger[] rs = ecdsa(message);
        return bytes32(rs[0]).plus(bytes32(rs[1]));
    }

    /** A signature of BIP 340, 64 bytes. */
    public ByteString signSchnorr(Hash256 message) {
        return signSchnorr(message.toByteString());
    }

    /** A signature of BIP 340 for a message of any length. */
    public ByteString signSchnorr(ByteString message) {
        BigInteger d = evenSecret();
        Hash256 seed = HashWriter.tagged("caesure/nonce").bytes(bytes32(d)).bytes(message).sha256();
        BigInteger k = nonZero(seed);
        ECPoint nonce = CURVE.getG().multiply(k).normalize();
        if (isOdd(nonce)) k = N.subtract(k);
        ByteString r = bytes32(x(nonce));
        Hash256 challenge =
                HashWriter.tagged("BIP0340/challenge")
                        .bytes(r)
                        .bytes(xOnlyKey())
                        .bytes(message)
                        .sha256();
        return r.plus(bytes32(number(challenge).multiply(d).add(k).mod(N)));
    }

    /**
     * The signer for a taproot output whose internal key is this one's.
     *
     * @param tweak the tagged hash of internal key and merkle root, as BIP 341 defines it
     */
    public Signer tweaked(Hash256 tweak) {
        return ofSecret(evenSecret().add(number(tweak)).mod(N));
    }

    private BigInteger[] ecdsa(Hash256 message) {
        Hash256 seed =
                HashWriter.tagged("caesure/nonce")
                        .bytes(bytes32(secret))
                        .bytes(message.toByteString())
                        .sha256();
        BigInteger k = nonZero(seed);
        BigInteger r = x(CURVE.getG().multiply(k).normalize()).mod(N);
        BigInteger s = r.multiply(secret).add(number(message)).multiply(k.modInverse(N)).mod(N);
        if (s.compareTo(N.shiftRight(1)) > 0) s = N.subtract(s);
        return new BigInteger[] {r, s};
    }

    /** The secret of the point with the same x and an even y. */
    private BigInteger evenSecret() {
        return isOdd(point) ? N.subtract(secret) : secret;
    }

    private static ByteString derInteger(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return new ByteWriter().u8(0x02).u8(bytes.length).bytes(bytes).toByteString();
    }

    private static boolean isOdd(ECPoint normal) {
        return normal.getAffineYCoord().testBitZero();
    }

    private static BigInteger x(ECPoint normal) {
        return normal.getAffineXCoord().toBigInteger();
    }

    private static BigInteger nonZero(Hash256 hash) {
        return number(hash).mod(N.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    private static BigInteger number(Hash256 bigEndian) {
        return new BigInteger(1, bigEndian.toArray());
    }

    /** A number below 2^256, big-endian. */
    private static ByteString bytes32(BigInteger number) {
        byte[] bytes = new byte[32];
        byte[] digits = number.toByteArray();
        int count = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - count, bytes, bytes.length - count, count);
        return ByteString.wrap(bytes);
    }
}
