// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;

/**
 * The tree of scripts that a taproot output commits to (BIP 341).
 *
 * <pre>
 *   control block = (leaf version | parity of the output key)  internal key (32)  node (32)*
 * </pre>
 */
public final class Taproot {
    /** The leaf version of tapscript (BIP 342). */
    public static final int TAPSCRIPT_LEAF = 0xc0;

    /** The first byte of an annex. */
    public static final int ANNEX_TAG = 0x50;

    private static final int LEAF_MASK = 0xfe;
    private static final int NODE_BYTES = 32;
    private static final int CONTROL_BASE_BYTES = 33;
    private static final int NODES_MAX = 128;

    private static final ThreadLocal<HashWriter> LEAF = tagged("TapLeaf");
    private static final ThreadLocal<HashWriter> BRANCH = tagged("TapBranch");
    private static final ThreadLocal<HashWriter> TWEAK = tagged("TapTweak");

    private Taproot() {}

    /** A writer for each thread that has taken in a tag, to be forked and not to be written to. */
    static ThreadLocal<HashWriter> tagged(String tag) {
        return ThreadLocal.withInitial(() -> HashWriter.tagged(tag));
    }

    /** The hash of a leaf. */
    public static ByteString leafHash(int leafVersion, ByteString script) {
        HashWriter writer = LEAF.get().fork();
        writer.u8(leafVersion).varBytes(script);
        return writer.sha256().toByteString();
    }

    /** The hash of two nodes; which of them comes first does not matter. */
    public static ByteString branchHash(ByteString node, ByteString other) {
        boolean inOrder = node.compareTo(other) < 0;
        HashWriter writer = BRANCH.get().fork();
        writer.bytes(inOrder ? node : other).bytes(inOrder ? other : node);
        return writer.sha256().toByteString();
    }

    /** What an internal key is tweaked by; an empty root is that of no scripts at all. */
    public static Hash256 tweak(ByteString internalKey, ByteString merkleRoot) {
        return TWEAK.get().fork().bytes(internalKey).bytes(merkleRoot).sha256();
    }

    /** The root above a leaf, by the nodes of a control block. */
    static ByteString merkleRoot(ByteString control, ByteString leafHash) {
        ByteString node = leafHash;
        for (int at = CONTROL_BASE_BYTES; at < control.length(); at += NODE_BYTES) {
            node = branchHash(node, control.slice(at, at + NODE_BYTES));
        }
        return node;
    }

    static ByteString internalKey(ByteString control) {
        return control.slice(1, CONTROL_BASE_BYTES);
    }

    static int leafVersion(ByteString control) {
        return control.at(0) & LEAF_MASK;
    }

    /** Whether a control block has the length of one: a key and up to 128 nodes. */
    static boolean isControlLength(int bytes) {
        int nodes = bytes - CONTROL_BASE_BYTES;
        return nodes >= 0 && nodes % NODE_BYTES == 0 && nodes / NODE_BYTES <= NODES_MAX;
    }
}
