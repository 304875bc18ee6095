// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;

/**
 * The 80 bytes that are hashed to find a block.
 *
 * <pre>
 *   header = version(i32) previous(32) merkle_root(32) time(u32) bits(u32) nonce(u32)
 * </pre>
 */
public final class Header {
    public static final int BYTES = 80;

    private final int version;
    private final BlockHash previous;
    private final Hash256 merkleRoot;
    private final long time;
    private final long bits;
    private final long nonce;
    private final BlockHash hash;

    /**
     * @param version signed, as the rules compare it
     * @param time seconds since 1970, 0 to 2^32 - 1
     * @param bits the target in compact form, 0 to 2^32 - 1
     * @param nonce 0 to 2^32 - 1
     */
    public Header(
            int version, BlockHash previous, Hash256 merkleRoot, long time, long bits, long nonce) {
        this.version = version;
        this.previous = previous;
        this.merkleRoot = merkleRoot;
        this.time = Uint32.require(time);
        this.bits = Uint32.require(bits);
        this.nonce = Uint32.require(nonce);
        var out = new ByteWriter(BYTES);
        write(out);
        this.hash = new BlockHash(Sha256.doubleHash(out.toArray(), 0, BYTES));
    }

    public static Header read(ByteReader in) throws MalformedException {
        return new Header(
                in.i32(),
                new BlockHash(Hash256.read(in)),
                Hash256.read(in),
                in.u32(),
                in.u32(),
                in.u32());
    }

    public void write(ByteSink out) {
        out.u32(version);
        previous.hash().write(out);
        merkleRoot.write(out);
        out.u32(time).u32(bits).u32(nonce);
    }

    /** Signed: 0x20000000 and its likes are positive, 0xffffffff is -1 and refused as too old. */
    public int version() {
        return version;
    }

    public BlockHash previous() {
        return previous;
    }

    public Hash256 merkleRoot() {
        return merkleRoot;
    }

    /** Seconds since 1970 that the miner claims. */
    public long time() {
        return time;
    }

    /** The target in compact form; see {@link Target}. */
    public long bits() {
        return bits;
    }

    public long nonce() {
        return nonce;
    }

    public BlockHash hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Header that && hash.equals(that.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return "header " + hash;
    }
}
