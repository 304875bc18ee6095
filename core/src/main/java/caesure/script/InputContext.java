// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.LaxDer;
import caesure.crypto.Secp256k1;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;

import java.util.Optional;

/**
 * The input whose scripts run: what they may ask of it, its transaction and the curve, and what is
 * remembered while they run (Bitcoin Core's TransactionSignatureChecker). For one thread.
 */
final class InputContext {
    /** In a sequence number: no relative lock time (BIP 68). */
    static final long SEQUENCE_DISABLED = 1L << 31;

    private static final long SEQUENCE_IN_TIME = 1L << 22;
    private static final long SEQUENCE_MASK = 0xffff;
    private static final long SEQUENCE_FINAL = 0xffff_ffffL;

    /** Lock times from here on are seconds since 1970, below they are heights. */
    private static final long LOCK_TIME_THRESHOLD = 500_000_000;

    private final SigHashes spend;
    private final int index;
    private final VerifyFlags flags;
    private final Secp256k1 secp;
    private final SigHashCache hashes;
    private final TaprootSpend taproot = new TaprootSpend();

    InputContext(SigHashes spend, int index, VerifyFlags flags, Secp256k1 secp) {
        this.spend = spend;
        this.index = index;
        this.flags = flags;
        this.secp = secp;
        this.hashes = new SigHashCache(spend, index);
    }

    boolean has(VerifyFlag flag) {
        return flags.has(flag);
    }

    VerifyFlags flags() {
        return flags;
    }

    TxIn txIn() {
        return spend.transaction().inputs().get(index);
    }

    ByteString scriptPubKey() {
        return spend.spent().get(index).scriptPubKey();
    }

    TaprootSpend taproot() {
        return taproot;
    }

    /**
     * Whether an ECDSA signature is good.
     *
     * @param signature in DER of any shape, with the hash type as its last byte
     */
    boolean isSigned(
            ByteString signature, ByteString key, ByteString scriptCode, SigVersion version) {
        if (signature.isEmpty() || !SignatureEncoding.hasKeyLength(key)) return false;
        int last = signature.length() - 1;
        Optional<ByteString> parsed = LaxDer.parse(signature.slice(0, last));
        if (parsed.isEmpty()) return false;
        Hash256 hash = hashes.hash(scriptCode, signature.at(last), version);
        return secp.verifyEcdsa(key, parsed.get(), hash);
    }

    /**
     * Checks a Schnorr signature (BIP 341).
     *
     * @param signature 64 bytes, or 65 with the hash type last
     * @param key 32 bytes
     * @throws ScriptFailure if it is not good
     */
    void checkSchnorr(ByteString signature, ByteString key) {
        int length = signature.length();
        if (length != 64 && length != 65) throw ScriptFailure.of(ScriptError.SCHNORR_SIG_SIZE);
        int hashType = length == 64 ? SigHash.DEFAULT : signature.at(64);
        if (length == 65 && hashType == SigHash.DEFAULT) {
            throw ScriptFailure.of(ScriptError.SCHNORR_SIG_HASHTYPE); // there is a shorter form
        }
        Hash256 hash =
                SigHash.taproot(spend, index, hashType, taproot)
                        .orElseThrow(() -> ScriptFailure.of(ScriptError.SCHNORR_SIG_HASHTYPE));
        if (!secp.verifySchnorr(key, signature.slice(0, 64), hash.toByteString())) {
            throw ScriptFailure.of(ScriptError.SCHNORR_SIG);
        }
    }

    /** Whether a taproot output commits to a leaf through a control block. */
    boolean isCommitted(ByteString control, ByteString outputKey, ByteString leafHash) {
        ByteString internalKey = Taproot.internalKey(control);
        Hash256 tweak = Taproot.tweak(internalKey, Taproot.merkleRoot(control, leafHash));
        boolean odd = (control.at(0) & 1) != 0;
        return secp.isTweaked(outputKey, odd, internalKey, tweak);
    }

    /** BIP 65: whether the transaction cannot be in the chain before a height or time. */
    boolean isLockedUntil(long lock) {
        long own = spend.transaction().lockTime();
        boolean sameKind = own < LOCK_TIME_THRESHOLD == lock < LOCK_TIME_THRESHOLD;
        return sameKind && lock <= own && txIn().sequence() != SEQUENCE_FINAL;
    }

    /**
     * BIP 112: whether the input cannot be in the chain before its coin has an age.
     *
     * @param age as a sequence number
     */
    boolean isAged(long age) {
        Transaction transaction = spend.transaction();
        long own = txIn().sequence();
        if (transaction.version() < 2 || (own & SEQUENCE_DISABLED) != 0) return false;
        long mask = SEQUENCE_IN_TIME | SEQUENCE_MASK;
        boolean sameKind = (own & SEQUENCE_IN_TIME) == (age & SEQUENCE_IN_TIME);
        return sameKind && (age & mask) <= (own & mask);
    }
}
