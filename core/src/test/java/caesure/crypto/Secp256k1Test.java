// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static caesure.crypto.Engines.agreed;
import static caesure.crypto.Engines.holds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.testkit.Property;
import caesure.testkit.Signer;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Both engines, held to each other and to what BIP 340 and BIP 341 say. */
class Secp256k1Test {
    private static final BigInteger N =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    private static final BigInteger P =
            new BigInteger("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f", 16);

    @Test
    void makesThePublicKeyOfASecret() {
        Property.forAll(
                50,
                random -> {
                    byte[] secret = new byte[32];
                    random.nextBytes(secret);
                    secret[0] = 0; // surely below the order
                    Signer signer = Signer.ofSecret(new BigInteger(1, secret));
                    assertEquals(
                            Optional.of(signer.uncompressedKey()),
                            agreed(e -> e.publicKey(ByteString.wrap(secret))));
                });
    }

    @Test
    void makesNoPublicKeyOfWhatIsNoSecret() {
        for (BigInteger number : List.of(BigInteger.ZERO, N, N.add(BigInteger.ONE))) {
            assertEquals(Optional.empty(), agreed(e -> e.publicKey(bytes(number))));
        }
        ByteString shorter = ByteString.wrap(new byte[31]);
        assertEquals(Optional.empty(), agreed(e -> e.publicKey(shorter)));
    }

    @Test
    void addsAScalarToAKey() {
        Property.forAll(
                50,
                random -> {
                    BigInteger secret = BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE));
                    BigInteger more = BigInteger.valueOf(random.nextLong(0, Long.MAX_VALUE));
                    Signer signer = Signer.ofSecret(secret);
                    Hash256 scalar = Hash256.of(bytes(more).toArray());
                    for (ByteString key : forms(signer)) {
                        assertEquals(
                                Optional.of(Signer.ofSecret(secret.add(more)).publicKey()),
                                agreed(e -> e.plus(key, scalar)));
                    }
                });
    }

    @Test
    void addsNothingThatLeadsNowhere() {
        Signer one = Signer.ofSecret(BigInteger.ONE);
        Hash256 back = Hash256.of(bytes(N.subtract(BigInteger.ONE)).toArray());
        Hash256 tooLarge = Hash256.of(bytes(N).toArray());
        assertEquals(Optional.empty(), agreed(e -> e.plus(one.publicKey(), back)));
        assertEquals(Optional.empty(), agreed(e -> e.plus(one.publicKey(), tooLarge)));
        assertEquals(Optional.empty(), agreed(e -> e.plus(one.xOnlyKey(), Hash256.ZERO)));
        ByteString nowhere = ByteString.of(2).plus(bytes(P.subtract(BigInteger.ONE)));
        assertEquals(
                agreed(e -> e.isPublicKey(nowhere)),
                agreed(e -> e.plus(nowhere, Hash256.ZERO)).isPresent());
    }

    @Test
    void acceptsWhatASignerSigns() {
        Property.forAll(
                50,
                random -> {
                    Signer signer = Signer.of(random.nextLong());
                    Hash256 message = hash(random);
                    ByteString ecdsa = signer.signEcdsaCompact(message);
                    for (ByteString key : forms(signer)) {
                        assertTrue(holds(e -> e.verifyEcdsa(key, ecdsa, message)));
                        assertTrue(holds(e -> e.isPublicKey(key)));
                    }
                    ByteString schnorr = signer.signSchnorr(message);
                    assertTrue(
                            holds(e ->
                                    e.verifySchnorr(
                                            signer.xOnlyKey(), schnorr, message.toByteString())));
                });
    }

    /** The key comes back, and only from what was signed. */
    @Test
    void aRecoverableSignatureTellsItsKey() {
        Property.forAll(
                50,
                random -> {
                    ByteString secret = hash(random).toByteString();
                    Hash256 message = hash(random);
                    var signed = agreed(e -> e.signRecoverably(secret, message)).orElseThrow();
                    ByteString key = agreed(e -> e.publicKey(secret)).orElseThrow();
                    assertEquals(Optional.of(key), agreed(e -> e.recover(signed, message)));
                    assertTrue(holds(e -> e.verifyEcdsa(key, signed.signature(), message)));
                    Hash256 other = hash(random);
                    assertNotEquals(Optional.of(key), agreed(e -> e.recover(signed, other)));
                    var wrong =
                            new Secp256k1.Recoverable(
                                    damaged(signed.signature(), random), random.nextInt(4));
                    assertNotEquals(Optional.of(key), agreed(e -> e.recover(wrong, message)));
                });
    }

    @Test
    void signsWithNoSecretThatIsNone() {
        for (String digits : List.of("00".repeat(32), "ff".repeat(32), "01")) {
            ByteString secret = ByteString.wrap(HexFormat.of().parseHex(digits));
            assertTrue(agreed(e -> e.signRecoverably(secret, Hash256.ZERO)).isEmpty(), digits);
        }
    }

    @Test
    void agreesOnDamagedEcdsa() {
        Property.forAll(
                150,
                random -> {
                    Signer signer = Signer.of(random.nextLong());
                    Hash256 message = hash(random);
                    ByteString signature = signer.signEcdsaCompact(message);
                    ByteString key = forms(signer).get(random.nextInt(3));
                    ByteString badKey = damaged(key, random);
                    ByteString badSignature = damaged(signature, random);
                    Hash256 badMessage = hash(random);
                    holds(e -> e.isPublicKey(badKey));
                    holds(e -> e.verifyEcdsa(badKey, signature, message));
                    assertFalse(holds(e -> e.verifyEcdsa(key, badSignature, message)));
                    assertFalse(holds(e -> e.verifyEcdsa(key, signature, badMessage)));
                });
    }

    @Test
    void agreesOnDamagedSchnorr() {
        Property.forAll(
                150,
                random -> {
                    Signer signer = Signer.of(random.nextLong());
                    ByteString message = bytes(random.nextInt(600), random);
                    ByteString key = signer.xOnlyKey();
                    ByteString signature = signer.signSchnorr(message);
                    assertTrue(holds(e -> e.verifySchnorr(key, signature, message)));
                    ByteString badKey = damaged(key, random);
                    ByteString badSignature = damaged(signature, random);
                    ByteString longer = message.plus(ByteString.of(0));
                    assertFalse(holds(e -> e.verifySchnorr(badKey, signature, message)));
                    assertFalse(holds(e -> e.verifySchnorr(key, badSignature, message)));
                    assertFalse(holds(e -> e.verifySchnorr(key, signature, longer)));
                });
    }

    @Test
    void agreesOnTweaks() {
        Property.forAll(
                100,
                random -> {
                    Signer signer = Signer.of(random.nextLong());
                    Hash256 tweak = hash(random);
                    ByteString internal = signer.xOnlyKey();
                    Secp256k1.Tweaked output = agreed(e -> e.tweak(internal, tweak)).orElseThrow();
                    assertEquals(signer.tweaked(tweak).xOnlyKey(), output.key());
                    assertTrue(
                            holds(e -> e.isTweaked(output.key(), output.odd(), internal, tweak)));
                    assertFalse(
                            holds(e -> e.isTweaked(output.key(), !output.odd(), internal, tweak)));
                    ByteString bad = damaged(internal, random);
                    agreed(e -> e.tweak(bad, tweak));
                    assertFalse(holds(e -> e.isTweaked(output.key(), output.odd(), bad, tweak)));
                    ByteString badOutput = damaged(output.key(), random);
                    assertFalse(holds(e -> e.isTweaked(badOutput, output.odd(), internal, tweak)));
                });
    }

    @Test
    void agreesOnNoise() {
        Property.forAll(
                200,
                random -> {
                    ByteString key = bytes(random.nextInt(70), random);
                    ByteString signature = bytes(random.nextInt(70), random);
                    ByteString sixtyFour = bytes(64, random);
                    ByteString x = bytes(32, random);
                    Hash256 message = hash(random);
                    holds(e -> e.isPublicKey(key));
                    holds(e -> e.isPublicKey(ByteString.of(2 + random.nextInt(2)).plus(x)));
                    holds(e -> e.verifyEcdsa(key, signature, message));
                    holds(e -> e.verifyEcdsa(ByteString.of(2).plus(x), sixtyFour, message));
                    holds(e -> e.verifySchnorr(key, signature, message.toByteString()));
                    holds(e -> e.verifySchnorr(x, sixtyFour, message.toByteString()));
                    agreed(e -> e.tweak(x, message));
                    agreed(e -> e.tweak(key, message));
                    holds(e -> e.isTweaked(key, true, x, message));
                    holds(e -> e.isTweaked(x, true, signature, message));
                });
    }

    @Test
    void acceptsHighS() {
        Signer signer = Signer.of(1);
        Hash256 message = Sha256.hash(ByteString.of(1));
        ByteString low = signer.signEcdsaCompact(message);
        BigInteger s = new BigInteger(1, low.slice(32, 64).toArray());
        ByteString high = low.slice(0, 32).plus(number(N.subtract(s)));
        assertTrue(LaxDer.isLowS(low));
        assertFalse(LaxDer.isLowS(high));
        assertTrue(holds(e -> e.verifyEcdsa(signer.publicKey(), high, message)));
    }

    @Test
    void refusesAHybridKeyThatContradictsItself() {
        for (long seed = 0; seed < 20; seed++) {
            byte[] key = Signer.of(seed).hybridKey().toArray();
            assertTrue(holds(e -> e.isPublicKey(ByteString.copyOf(key))));
            key[0] ^= 1;
            assertFalse(holds(e -> e.isPublicKey(ByteString.copyOf(key))));
        }
    }

    @Test
    void refusesCoordinatesThatAreNotReduced() {
        // x = 1 is on the curve; the same x written as p + 1 names nothing
        assertTrue(holds(e -> e.isPublicKey(ByteString.of(2).plus(number(BigInteger.ONE)))));
        ByteString notReduced = number(P.add(BigInteger.ONE));
        assertFalse(holds(e -> e.isPublicKey(ByteString.of(2).plus(notReduced))));
        assertTrue(agreed(e -> e.tweak(notReduced, Hash256.ZERO)).isEmpty());
    }

    @Test
    void refusesNumbersFromTheOrderOn() {
        Signer signer = Signer.of(2);
        Hash256 zero = Hash256.ZERO;
        ByteString good = signer.signEcdsaCompact(zero);
        for (BigInteger bad : List.of(BigInteger.ZERO, N, N.add(BigInteger.ONE), P)) {
            ByteString badR = number(bad).plus(good.slice(32, 64));
            ByteString badS = good.slice(0, 32).plus(number(bad));
            assertFalse(holds(e -> e.verifyEcdsa(signer.publicKey(), badR, zero)));
            assertFalse(holds(e -> e.verifyEcdsa(signer.publicKey(), badS, zero)));
            assertFalse(holds(e -> e.verifySchnorr(signer.xOnlyKey(), badS, zero.toByteString())));
        }
        assertTrue(agreed(e -> e.tweak(signer.xOnlyKey(), tweak(N))).isEmpty());
        assertTrue(
                agreed(e -> e.tweak(signer.xOnlyKey(), tweak(N.subtract(BigInteger.ONE))))
                        .isPresent());
    }

    @Test
    void aTweakThatLeadsToInfinityGivesNoKey() {
        for (long secret = 1; secret < 9; secret++) {
            Signer signer = Signer.ofSecret(BigInteger.valueOf(secret));
            boolean odd = signer.publicKey().at(0) == 3;
            BigInteger even =
                    odd ? N.subtract(BigInteger.valueOf(secret)) : BigInteger.valueOf(secret);
            Hash256 tweak = tweak(N.subtract(even));
            assertEquals(Optional.empty(), agreed(e -> e.tweak(signer.xOnlyKey(), tweak)));
            assertFalse(
                    holds(e -> e.isTweaked(signer.xOnlyKey(), false, signer.xOnlyKey(), tweak)));
        }
    }

    @Test
    void theZeroTweakChangesNothing() {
        ByteString key = Signer.of(3).xOnlyKey();
        var same = new Secp256k1.Tweaked(key, false);
        assertEquals(Optional.of(same), agreed(e -> e.tweak(key, Hash256.ZERO)));
    }

    @Test
    void answersManyThreadsAtOnce() {
        for (Secp256k1 engine : Engines.both()) {
            long wrong =
                    IntStream.range(0, 400).parallel().filter(i -> !isRight(engine, i)).count();
            assertEquals(0, wrong, engine.name());
        }
    }

    private static boolean isRight(Secp256k1 engine, int seed) {
        Signer signer = Signer.of(seed);
        Hash256 message = hash(new SplittableRandom(seed));
        ByteString signature = signer.signEcdsaCompact(message);
        return engine.verifyEcdsa(signer.publicKey(), signature, message)
                && !engine.verifyEcdsa(signer.publicKey(), signature, Hash256.ONE);
    }

    private static List<ByteString> forms(Signer signer) {
        return List.of(signer.publicKey(), signer.uncompressedKey(), signer.hybridKey());
    }

    /** One bit turned. */
    private static ByteString damaged(ByteString whole, SplittableRandom random) {
        byte[] bytes = whole.toArray();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteString.wrap(bytes);
    }

    private static ByteString bytes(int count, SplittableRandom random) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }

    private static Hash256 hash(SplittableRandom random) {
        return Hash256.of(bytes(32, random).toArray());
    }

    private static Hash256 tweak(BigInteger number) {
        return Hash256.of(number(number).toArray());
    }

    /** 32 bytes, big-endian. */
    private static ByteString number(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) bytes[31 - i] = number.shiftRight(8 * i).byteValue();
        return ByteString.wrap(bytes);
    }

    private static ByteString bytes(BigInteger number) {
        byte[] bytes = new byte[32];
        byte[] digits = number.toByteArray();
        int length = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - length, bytes, bytes.length - length, length);
        return ByteString.wrap(bytes);
    }
}
