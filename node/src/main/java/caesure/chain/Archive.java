// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.consensus.BlockRules;
import caesure.consensus.Params;
import caesure.crypto.Secp256k1;
import caesure.ledger.SpentCoins;
import caesure.primitives.Block;
import caesure.primitives.Header;
import caesure.store.BlockDB;
import caesure.store.BlockIndex;
import caesure.store.DataDir;
import caesure.store.SpentDB;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of the chain is on disk: blocks, the coins that they spent, and the index of both. Opened to
 * read it writes nothing, and what would have been written is known in memory alone.
 */
final class Archive implements AutoCloseable {
    private final Params params;
    private final Secp256k1 secp;
    private final boolean writable;
    private final BlockIndex index;
    private BlockDB blocks; // opened when the index was read
    private SpentDB spent;
    private BlockDB.Extent scanned = BlockDB.Extent.NONE; // a start may begin to read here
    private boolean isScannedWhole;
    private BlockDB.Extent forced = BlockDB.Extent.NONE; // what would outlive a loss of power
    private Optional<IOException> unforced = Optional.empty();

    /** What was stored is not there any more, or is not what it was. */
    static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Optional<HeaderNode> lost;
        private final transient Optional<BlockDB.Location> at;

        /**
         * @param lost whose body is not where it was stored; empty if something else is damaged
         */
        DamagedException(String what, Exception cause, Optional<HeaderNode> lost) {
            super(what, cause);
            this.lost = lost;
            this.at = lost.flatMap(node -> node.facts().body());
        }

        /** Where it was looked for. */
        Optional<BlockDB.Location> at() {
            return at;
        }

        Optional<HeaderNode> lost() {
            return lost;
        }
    }

    Archive(DataDir dir, Params params, Secp256k1 secp) throws IOException {
        this.params = params;
        this.secp = secp;
        this.writable = dir.isWritable();
        Path file = dir.blocks().resolve("index.dat");
        this.index =
                writable
                        ? BlockIndex.openWriter(file, params.magic())
                        : BlockIndex.openReader(file, params.magic());
    }

    BlockIndex index() {
        return index;
    }

    boolean isWritable() {
        return writable;
    }

    /**
     * Opens the files that the index is of.
     *
     * @param known how far the block files are known
     * @param spentEnds for each file of spent coins where the last that is known ends
     */
    void open(
            Path folder,
            BlockDB.Extent known,
            Map<Integer, Long> spentEnds,
            Chain.Reporter reporter)
            throws IOException {
        scanned = known;
        forced = known;
        if (writable) {
            blocks = BlockDB.openWriter(folder, params.magic(), known);
            spent = SpentDB.openWriter(folder, params.magic(), spentEnds);
            if (blocks.cutBytes() > 0) {
                reporter.repaired(
                        "cut off "
                                + blocks.cutBytes()
                                + " bytes behind the last whole block of "
                                + blocks.nameOf(
                                        new BlockDB.Location(blocks.extent().file(), 0, 0)));
            }
            spent.repaired().forEach(reporter::repaired);
        } else {
            blocks = BlockDB.openReader(folder, params.magic());
            spent = SpentDB.openReader(folder, params.magic());
        }
    }

    BlockDB blocks() {
        return blocks;
    }

    /** Keeps what is known of a block. It outlives this process when this returns. */
    void note(HeaderNode node) throws IOException {
        if (!writable) return;
        Facts facts = node.facts();
        var entry =
                new BlockIndex.Entry(
                        node.header(),
                        node.height(),
                        node.work(),
                        facts.transactions(),
                        facts.body(),
                        facts.spent(),
                        facts.standing(),
                        facts.fault());
        if (node.slot() < 0) node.setSlot(index.add(entry));
        else index.put(node.slot(), entry);
    }

    /** Keeps what became known of a block; if that fails, it is not known in memory either. */
    void note(HeaderNode node, Facts known) throws IOException {
        Facts before = node.facts();
        node.set(known);
        try {
            note(node);
        } catch (IOException e) {
            node.set(before);
            throw e;
        }
    }

    /**
     * Keeps which block ends the best chain, and how far the block files are known: not farther
     * than {@link #force} came, or a loss of power could take entries and leave this.
     */
    void noteTip(HeaderNode tip) throws IOException {
        if (writable) index.state(new BlockIndex.State(forced, tip.hash()));
    }

    /** Ends the damage of the index, when all block files were read. */
    void mend() throws IOException {
        if (writable && index.damaged() > 0) index.mend();
    }

    /**
     * Keeps how far the block files were read.
     *
     * @param whole whether that is to their end, so that what is appended is known, too
     */
    void noteExtent(BlockDB.Extent extent, boolean whole, HeaderNode tip) throws IOException {
        scanned = extent;
        isScannedWhole = whole;
        force();
        noteTip(tip);
    }

    /** Keeps the coins that a block spent; empty if this only reads. */
    Optional<BlockDB.Location> keep(HeaderNode node, SpentCoins coins) throws IOException {
        if (!writable) return Optional.empty();
        int file = node.facts().body().map(BlockDB.Location::file).orElse(0);
        return Optional.of(spent.append(file, node.hash(), coins.toBytes()));
    }

    /**
     * The bytes of a stored block, of which only the header is looked at: whoever gets them checks
     * them anyway.
     *
     * @throws DamagedException if they begin with another header
     */
    ByteString bytes(HeaderNode node) throws IOException {
        if (node.height() == 0) return params.genesis().bytes();
        BlockDB.Location at = placeOf(node);
        ByteString bytes = read(node, at);
        try {
            if (Header.read(bytes.reader()).hash().equals(node.hash())) return bytes;
            throw new DamagedException(whereIs(node, at), null, Optional.of(node));
        } catch (MalformedException e) {
            throw new DamagedException(whereIs(node, at), e, Optional.of(node));
        }
    }

    /**
     * A stored block, checked again: a file that went bad must not make a good block invalid.
     *
     * @throws DamagedException if it is not what was stored
     */
    Block body(HeaderNode node) throws IOException {
        if (node.height() == 0) return params.genesis();
        BlockDB.Location at = placeOf(node);
        ByteString bytes = read(node, at);
        try {
            Block block = Block.parse(bytes);
            boolean same = block.hash().equals(node.hash());
            if (same
                    && BlockRules.checkStructure(block, params, secp).isEmpty()
                    && BlockRules.checkContext(block, node.parent().orElseThrow(), params)
                            .isEmpty()) {
                return block;
            }
            throw new DamagedException(whereIs(node, at), null, Optional.of(node));
        } catch (MalformedException e) {
            throw new DamagedException(whereIs(node, at), e, Optional.of(node));
        }
    }

    private static BlockDB.Location placeOf(HeaderNode node) throws DamagedException {
        return node.facts()
                .body()
                .orElseThrow(() ->
                        new DamagedException(node + " is not stored", null, Optional.empty()));
    }

    private String whereIs(HeaderNode node, BlockDB.Location at) {
        return "damaged: " + node + " at " + blocks.nameOf(at) + ":" + at.offset();
    }

    private ByteString read(HeaderNode node, BlockDB.Location at) throws IOException {
        try {
            return blocks.read(at);
        } catch (ClosedChannelException e) {
            throw e; // we are being stopped: says nothing of the file
        } catch (FileSystemException e) {
            throw e; // too many open files, say: the next try may succeed
        } catch (IOException e) {
            throw new DamagedException(whereIs(node, at), e, Optional.of(node));
        }
    }

    /**
     * The coins that a block spent.
     *
     * @throws DamagedException if they are not there, or not what was stored
     */
    SpentCoins spent(HeaderNode node) throws IOException {
        if (node.height() == 0) return new SpentCoins(List.of(), List.of());
        BlockDB.Location at =
                node.facts()
                        .spent()
                        .orElseThrow(() ->
                                new DamagedException(
                                        "no spent coins of " + node, null, Optional.empty()));
        try {
            ByteString bytes = spent.read(at, node.hash());
            return SpentCoins.parse(bytes);
        } catch (MalformedException e) {
            throw new DamagedException(
                    "damaged: spent coins of " + node + ": " + e, e, Optional.empty());
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedException(e.getMessage(), e, Optional.empty());
        }
    }

    /**
     * Waits until all that was told would outlive a loss of power: what the index tells of first.
     */
    void force() throws IOException {
        if (unforced.isPresent())
            throw new IOException(unforced.get().getMessage(), unforced.get());
        BlockDB.Extent extent = isScannedWhole ? blocks.extent() : scanned;
        try {
            blocks.force();
            if (!writable) return;
            spent.force();
            index.force();
            forced = extent;
        } catch (IOException e) {
            unforced = Optional.of(e); // the disk may have dropped pages: no later success is one
            throw e;
        }
    }

    /** Whether the coins that a block spent can be read. */
    boolean hasSpent(HeaderNode node) throws IOException {
        try {
            spent(node);
            return true;
        } catch (DamagedException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (index;
                BlockDB b = blocks;
                SpentDB s = spent) {
            if (b != null && s != null) force();
        }
    }
}
