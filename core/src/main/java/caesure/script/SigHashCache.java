// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;

/**
 * Remembers, for one input, what its signatures hash. Several signatures of one script mostly sign
 * the same, and else differ in the hash type alone, which is hashed last (Bitcoin Core's
 * SigHashCache). Without it an input could have a large transaction hashed for each of its keys and
 * each hash type. For one thread.
 *
 * <p>The midstate is kept only from the second hash on: nearly all inputs need one.
 */
final class SigHashCache {
    private static final int KINDS = 6; // ALL, NONE, SINGLE; the same with ANYONECANPAY

    private final SigHashes spend;
    private final int index;
    private final Entry[] entries = new Entry[KINDS];

    SigHashCache(SigHashes spend, int index) {
        this.spend = spend;
        this.index = index;
    }

    /** What was hashed last of a kind; the midstate has taken in all but the hash type. */
    private static final class Entry {
        final ByteString scriptCode;
        int hashType;
        Hash256 hash;
        HashWriter midstate;

        Entry(ByteString scriptCode) {
            this.scriptCode = scriptCode;
        }
    }

    /** What an ECDSA signature signs. One input never uses two versions with one script code. */
    Hash256 hash(ByteString scriptCode, int hashType, SigVersion version) {
        if (version == SigVersion.BASE && SigHash.isSingleWithoutOutput(spend, index, hashType)) {
            return Hash256.ONE;
        }
        int kind = kind(hashType);
        Entry entry = entries[kind];
        if (entry == null || !entry.scriptCode.equals(scriptCode)) {
            entry = new Entry(scriptCode);
            entry.hash = writer(scriptCode, hashType, version).u32(hashType).sha256d();
            entries[kind] = entry;
        } else if (entry.hashType != hashType) {
            if (entry.midstate == null) entry.midstate = writer(scriptCode, hashType, version);
            entry.hash = entry.midstate.fork().u32(hashType).sha256d();
        }
        entry.hashType = hashType;
        return entry.hash;
    }

    private HashWriter writer(ByteString scriptCode, int hashType, SigVersion version) {
        return version == SigVersion.BASE
                ? SigHash.legacyWriter(spend, index, scriptCode, hashType)
                : SigHash.segwitWriter(spend, index, scriptCode, hashType);
    }

    private static int kind(int hashType) {
        int kind = SigHash.outputs(hashType) - SigHash.ALL;
        return SigHash.isAnyoneCanPay(hashType) ? kind + KINDS / 2 : kind;
    }
}
