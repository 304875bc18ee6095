// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.primitives.TxOut;

import java.util.Optional;

/**
 * What the signatures of one taproot input commit to beside the transaction, and what they may cost
 * (Bitcoin Core's ScriptExecutionData). For one thread.
 */
final class TaprootSpend {
    /** That no OP_CODESEPARATOR was run. */
    static final long NO_SEPARATOR = 0xffff_ffffL;

    /** What a signature check takes from the budget, in weight units (BIP 342). */
    private static final int WEIGHT_PER_CHECK = 50;

    private Optional<Hash256> annexHash = Optional.empty();
    private Optional<ByteString> leafHash = Optional.empty();
    private Optional<Hash256> outputHash = Optional.empty();
    private long separator = NO_SEPARATOR;
    private long weightLeft;

    void annex(ByteString annex) {
        var writer = new HashWriter();
        writer.varBytes(annex);
        annexHash = Optional.of(writer.sha256());
    }

    /**
     * Goes on to the script path.
     *
     * @param witnessBytes of the whole witness: they pay for signature checks (BIP 342)
     */
    void enterLeaf(ByteString hash, long witnessBytes) {
        leafHash = Optional.of(hash);
        weightLeft = witnessBytes + WEIGHT_PER_CHECK;
    }

    void separateAt(long step) {
        separator = step;
    }

    /** Pays for a signature check out of the budget, or fails. */
    void payForCheck() {
        weightLeft -= WEIGHT_PER_CHECK;
        if (weightLeft < 0) throw ScriptFailure.of(ScriptError.TAPSCRIPT_VALIDATION_WEIGHT);
    }

    Optional<Hash256> annexHash() {
        return annexHash;
    }

    /** Empty on the key path. */
    Optional<ByteString> leafHash() {
        return leafHash;
    }

    long separator() {
        return separator;
    }

    /**
     * The hash of the output that goes with this input. Kept: many signatures of one input could
     * each have a large output hashed.
     */
    Hash256 outputHash(TxOut output) {
        if (outputHash.isEmpty()) {
            var writer = new HashWriter();
            output.write(writer);
            outputHash = Optional.of(writer.sha256());
        }
        return outputHash.get();
    }
}
