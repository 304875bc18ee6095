// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECFieldElement;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;
import java.util.Optional;

/**
 * The curve in Java, on Bouncy Castle's points. For machines without the native library, and the
 * plain twin of {@link NativeSecp256k1}: the textbook's formulas, one line each.
 */
final class BouncySecp256k1 implements Secp256k1 {
    private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName("secp256k1");
    private static final ECCurve CURVE = PARAMETERS.getCurve();
    private static final ECPoint G = PARAMETERS.getG();
    private static final BigInteger P = CURVE.getField().getCharacteristic();
    private static final BigInteger N = PARAMETERS.getN();

    @Override
    public boolean verifyEcdsa(ByteString publicKey, ByteString signature, Hash256 message) {
        Optional<ECPoint> key = point(publicKey);
        if (key.isEmpty() || signature.length() != 64) return false;
        BigInteger r = number(signature.slice(0, 32));
        BigInteger s = number(signature.slice(32, 64));
        if (!isBelow(r, N) || !isBelow(s, N) || r.signum() == 0 || s.signum() == 0) return false;
        BigInteger inverse = s.modInverse(N);
        BigInteger u1 = number(message.toByteString()).multiply(inverse).mod(N);
        BigInteger u2 = r.multiply(inverse).mod(N);
        ECPoint point = ECAlgorithms.sumOfTwoMultiplies(G, u1, key.get(), u2).normalize();
        return !point.isInfinity() && x(point).mod(N).equals(r);
    }

    @Override
    public boolean verifySchnorr(ByteString publicKey, ByteString signature, ByteString message) {
        if (publicKey.length() != 32 || signature.length() != 64) return false;
        Optional<ECPoint> key = lift(number(publicKey), false);
        BigInteger r = number(signature.slice(0, 32));
        BigInteger s = number(signature.slice(32, 64));
        if (key.isEmpty() || !isBelow(r, P) || !isBelow(s, N)) return false;
        Hash256 challenge =
                HashWriter.tagged("BIP0340/challenge")
                        .bytes(signature.slice(0, 32))
                        .bytes(publicKey)
                        .bytes(message)
                        .sha256();
        BigInteger e = number(challenge.toByteString()).mod(N);
        ECPoint point =
                ECAlgorithms.sumOfTwoMultiplies(G, s, key.get(), e.negate().mod(N)).normalize();
        return !point.isInfinity() && !isOdd(point) && x(point).equals(r);
    }

    @Override
    public boolean isTweaked(
            ByteString outputKey, boolean oddOutput, ByteString internalKey, Hash256 tweak) {
        return tweak(internalKey, tweak).equals(Optional.of(new Tweaked(outputKey, oddOutput)));
    }

    @Override
    public Optional<Tweaked> tweak(ByteString internalKey, Hash256 tweak) {
        BigInteger scalar = number(tweak.toByteString());
        if (internalKey.length() != 32 || !isBelow(scalar, N)) return Optional.empty();
        return lift(number(internalKey), false)
                .map(key -> key.add(G.multiply(scalar)).normalize())
                .filter(point -> !point.isInfinity())
                .map(point -> new Tweaked(xBytes(point), isOdd(point)));
    }

    @Override
    public boolean isPublicKey(ByteString publicKey) {
        return point(publicKey).isPresent();
    }

    @Override
    public Optional<ByteString> publicKey(ByteString secret) {
        BigInteger scalar = number(secret);
        if (secret.length() != 32 || scalar.signum() == 0 || !isBelow(scalar, N)) {
            return Optional.empty();
        }
        return Optional.of(ByteString.wrap(G.multiply(scalar).normalize().getEncoded(false)));
    }

    @Override
    public Optional<ByteString> plus(ByteString publicKey, Hash256 scalar) {
        BigInteger number = number(scalar.toByteString());
        if (!isBelow(number, N)) return Optional.empty();
        return point(publicKey)
                .map(key -> key.add(G.multiply(number)).normalize())
                .filter(sum -> !sum.isInfinity())
                .map(sum -> ByteString.wrap(sum.getEncoded(true)));
    }

    @Override
    public Optional<Recoverable> signRecoverably(ByteString secret, Hash256 message) {
        BigInteger d = number(secret);
        if (secret.length() != 32 || d.signum() == 0 || !isBelow(d, N)) return Optional.empty();
        byte[] hash = message.toByteString().toArray();
        var nonces = new HMacDSAKCalculator(new SHA256Digest());
        nonces.init(N, d, hash);
        while (true) {
            BigInteger k = nonces.nextK();
            ECPoint point = G.multiply(k).normalize();
            BigInteger r = x(point).mod(N);
            BigInteger s = k.modInverse(N).multiply(new BigInteger(1, hash).add(r.multiply(d)));
            s = s.mod(N);
            if (r.signum() == 0 || s.signum() == 0) continue;
            boolean high = s.compareTo(N.shiftRight(1)) > 0;
            int choice = (isOdd(point) != high ? 1 : 0) | (isBelow(x(point), N) ? 0 : 2);
            ByteString both = bytes(r).plus(bytes(high ? N.subtract(s) : s));
            return Optional.of(new Recoverable(both, choice));
        }
    }

    @Override
    public Optional<ByteString> recover(Recoverable signature, Hash256 message) {
        BigInteger r = number(signature.signature().slice(0, 32));
        BigInteger s = number(signature.signature().slice(32, 64));
        if (!isBelow(r, N) || !isBelow(s, N) || r.signum() == 0 || s.signum() == 0) {
            return Optional.empty();
        }
        BigInteger x = (signature.choice() & 2) == 0 ? r : r.add(N);
        BigInteger inverse = r.modInverse(N);
        BigInteger u1 = number(message.toByteString()).negate().multiply(inverse).mod(N);
        BigInteger u2 = s.multiply(inverse).mod(N);
        return lift(x, (signature.choice() & 1) != 0)
                .map(point -> ECAlgorithms.sumOfTwoMultiplies(G, u1, point, u2).normalize())
                .filter(key -> !key.isInfinity())
                .map(key -> ByteString.wrap(key.getEncoded(false)));
    }

    private static ByteString bytes(BigInteger number) {
        return ByteString.wrap(BigIntegers.asUnsignedByteArray(32, number));
    }

    @Override
    public String name() {
        return "Bouncy Castle";
    }

    /** The point that a key names, in 33 bytes or 65. */
    private static Optional<ECPoint> point(ByteString key) {
        int form = key.isEmpty() ? 0 : key.at(0);
        boolean named =
                switch (form) {
                    case 2, 3 -> key.length() == 33;
                    case 4, 6, 7 -> key.length() == 65;
                    default -> false;
                };
        if (!named) return Optional.empty();
        BigInteger x = number(key.slice(1, 33));
        if (key.length() == 33) return lift(x, form == 3);

        BigInteger y = number(key.slice(33, 65));
        // a hybrid key says a second time whether y is odd, and must not contradict itself
        if (form != 4 && y.testBit(0) != (form == 7)) return Optional.empty();
        return lift(x, y.testBit(0)).filter(point -> y(point).equals(y));
    }

    /** The point with this x and a y that is odd or even. */
    private static Optional<ECPoint> lift(BigInteger x, boolean odd) {
        if (!isBelow(x, P)) return Optional.empty();
        ECFieldElement element = CURVE.fromBigInteger(x);
        ECFieldElement y = element.square().multiply(element).add(CURVE.getB()).sqrt();
        if (y == null) return Optional.empty();
        if (y.testBitZero() != odd) y = y.negate();
        return Optional.of(CURVE.createPoint(x, y.toBigInteger()));
    }

    private static boolean isBelow(BigInteger number, BigInteger bound) {
        return number.compareTo(bound) < 0;
    }

    private static boolean isOdd(ECPoint normal) {
        return normal.getAffineYCoord().testBitZero();
    }

    private static BigInteger x(ECPoint normal) {
        return normal.getAffineXCoord().toBigInteger();
    }

    private static BigInteger y(ECPoint normal) {
        return normal.getAffineYCoord().toBigInteger();
    }

    private static ByteString xBytes(ECPoint normal) {
        return ByteString.wrap(normal.getAffineXCoord().getEncoded());
    }

    private static BigInteger number(ByteString bigEndian) {
        return new BigInteger(1, bigEndian.toArray());
    }
}
