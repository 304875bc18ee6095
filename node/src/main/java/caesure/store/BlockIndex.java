// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Work;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of each header: where its block and its spent coins lie and how it stands, so that
 * a start reads no block.
 *
 * <pre>
 *   blocks/index.dat = head state (entry | free)*     slots of 256 bytes each, so that none crosses a page
 *   head  = {@link FileHead} of kind "index", version 1; zeros
 *   state = 01 file(i32) offset(i64) bootstrap(i64) tip(32) slots(i32) zeros crc32c(u32)
 *   entry = 02 header(80) height(i32) work(32) transactions(i32) standing(1)
 *           block:place spent:place length(1) fault zeros crc32c(u32)
 *   free  = 03 zeros crc32c(u32)                     was damaged once
 *   place = file(i32) offset(i64) size(i32)          all zero: none
 *   standing = 0 unknown, 1 assumed, 2 valid, 3 invalid, 4 invalidated
 *   fault = UTF-8 of that length, at most 97 bytes
 *   slots = how many entries there were at least: fewer are damage
 * </pre>
 *
 * <p>Little-endian, but work has its highest byte first. A crc is that of the 252 bytes before it
 * in the slot. Slots are written in place, each with one write; one that is all zero was never
 * written. A reader in another process may meet a slot while it is written: it looks again before
 * it calls it damaged. A damaged entry costs no more than to find its header and block again.
 *
 * <p>What was written outlives this process at once, and a loss of power after {@link #force}.
 */
public final class BlockIndex implements AutoCloseable {
    private static final int VERSION = 1;
    private static final int SLOT = IndexSlot.BYTES;
    private static final long STATE_AT = SLOT;
    private static final long ENTRIES_AT = 2L * SLOT;

    /** Slots that are read at once: 256 KiB. */
    private static final int CHUNK_SLOTS = 1 << 10;

    /** How often a slot is read that a writer may be writing. */
    private static final int LOOKS = 20;

    private final ByteString head; // the slots before the first entry, as they are made
    private final Optional<DataFile> file; // none: a reader where there is no index
    private final boolean writable;
    private final ReentrantLock writing = new ReentrantLock();
    private final ArrayDeque<Integer> free = new ArrayDeque<>(); // damaged: used again
    private int end; // of the writer: how many slots there are for entries
    private int forced; // how many of those would outlive a loss of power
    private int damaged;

    private BlockIndex(Optional<DataFile> file, ByteString magic, boolean writable) {
        this.head = firstSlots(magic);
        this.file = file;
        this.writable = writable;
    }

    /** How the coins of a block stand. */
    public enum Standing {
        /** Its coins were never looked at. */
        UNKNOWN,
        /** Connected, its scripts not run (assumevalid). */
        ASSUMED,
        /** Connected, every rule checked. */
        VALID,
        /** It broke a rule, and no copy of it ever will not. */
        INVALID,
        /** A person said so (invalidateblock). */
        INVALIDATED
    }

    /**
     * What is known of a header.
     *
     * @param work of the whole chain up to it, below 2^256
     * @param transactions of its block; 0 if its body was never seen
     * @param block where it lies, if it is held
     * @param spent where the coins that it spent lie, if it was connected
     * @param fault why it is invalid, as bitcoind says it; cut to what fits where it is too long
     */
    public record Entry(
            Header header,
            int height,
            Work work,
            int transactions,
            Optional<BlockDB.Location> block,
            Optional<BlockDB.Location> spent,
            Standing standing,
            String fault) {
        public Entry {
            if (height < 0) throw new IllegalArgumentException("height " + height);
            if (transactions < 0)
                throw new IllegalArgumentException(transactions + " transactions");
        }
    }

    /**
     * How far this index is.
     *
     * @param extent how far the block files were scanned
     * @param tip the end of the best chain
     */
    public record State(BlockDB.Extent extent, BlockHash tip) {}

    /** Is shown the entries in order. */
    public interface Visitor {
        void entry(int slot, Entry entry);
    }

    /**
     * Opens the index to read and write; makes it where it is absent. There must be no other
     * writer. What is no whole slot at the end is cut off.
     *
     * @param magic of the network
     * @throws IOException also if the file is of another kind, version or network or its head is
     *     damaged; the file is then left as it was
     */
    public static BlockIndex openWriter(Path path, ByteString magic) throws IOException {
        DataFile file = DataFile.openWriter(path);
        try {
            BlockIndex index = new BlockIndex(Optional.of(file), magic, true);
            ByteString begin = file.read(0, SLOT);
            if (isUnfinished(begin, magic)) {
                file.truncate(0);
                file.write(firstSlots(magic).toArray(), 0);
                file.force(); // an entry never outlives a loss of power that its head does not
            } else {
                check(begin, magic, path);
            }
            index.cutTail();
            return index;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Opens the index to read what is there; where it is absent it is empty.
     *
     * @throws IOException also if the file is of another kind, version or network or its head is
     *     damaged
     */
    public static BlockIndex openReader(Path path, ByteString magic) throws IOException {
        if (!Files.exists(path)) return new BlockIndex(Optional.empty(), magic, false);
        DataFile file = DataFile.openReader(path);
        try {
            ByteString begin = file.read(0, SLOT);
            if (!isUnfinished(begin, magic)) check(begin, magic, path);
            return new BlockIndex(Optional.of(file), magic, false);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** Shows all entries, in the order of their slots. Damaged slots are passed over. */
    public void forEach(Visitor visitor) throws IOException {
        writing.lock();
        try {
            free.clear();
            damaged = 0;
            if (file.isEmpty()) return;
            readFirst(file.get());
            int slots = readAll(file.get(), visitor);
            int known = look(file.get(), STATE_AT, IndexSlot::slots).orElse(0);
            damaged += Math.max(0, known - slots);
        } finally {
            writing.unlock();
        }
    }

    /**
     * How many slots were found damaged by {@link #forEach}, those of head and state among them.
     */
    public int damaged() {
        return damaged;
    }

    /**
     * Adds an entry, if possible in the place of a damaged one. If it fails, nothing was added.
     *
     * @return its slot
     */
    public int add(Entry entry) throws IOException {
        writing.lock();
        try {
            Integer old = free.peek();
            int slot = old == null ? end : old;
            write(IndexSlot.of(entry), at(slot));
            if (old == null) end = Math.addExact(end, 1);
            else free.remove();
            return slot;
        } finally {
            writing.unlock();
        }
    }

    /** Writes an entry in the place of another. */
    public void put(int slot, Entry entry) throws IOException {
        writing.lock();
        try {
            Objects.checkIndex(slot, end);
            write(IndexSlot.of(entry), at(slot));
            free.remove(slot);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Ends the damage: what was in slots that are damaged still was found again elsewhere, or is
     * gone for good. The next {@link #forEach} finds none.
     */
    public void mend() throws IOException {
        writing.lock();
        try {
            for (int slot : free) write(IndexSlot.free(), at(slot));
            damaged = 0;
        } finally {
            writing.unlock();
        }
    }

    /** How far the index is; empty if that was never written or is damaged. */
    public Optional<State> state() throws IOException {
        if (file.isEmpty()) return Optional.empty();
        return look(file.get(), STATE_AT, IndexSlot::state);
    }

    /** Writes how far the index is. */
    public void state(State state) throws IOException {
        writing.lock();
        try {
            write(IndexSlot.of(state, forced), STATE_AT);
        } finally {
            writing.unlock();
        }
    }

    /** Waits until all that was written would outlive a loss of power. */
    public void force() throws IOException {
        if (!writable) return;
        int slots = end;
        file.orElseThrow().force();
        forced = slots;
    }

    @Override
    public void close() throws IOException {
        if (file.isPresent()) file.get().close();
    }

    private static long at(int slot) {
        return ENTRIES_AT + (long) slot * SLOT;
    }

    private static ByteString firstSlots(ByteString magic) {
        byte[] slots = new byte[(int) ENTRIES_AT];
        new FileHead("index", VERSION, magic).toBytes().copyTo(slots, 0);
        return ByteString.wrap(slots);
    }

    /** Whether a crash came while the file was made. */
    private static boolean isUnfinished(ByteString begin, ByteString magic) {
        return begin.length() < SLOT && firstSlots(magic).startsWith(begin);
    }

    private static void check(ByteString begin, ByteString magic, Path path) throws IOException {
        var head = new FileHead("index", VERSION, magic);
        ByteString found = begin.slice(0, Math.min(begin.length(), FileHead.BYTES));
        try {
            head.check(found, path.toString());
        } catch (IOException e) {
            if (!head.isDamaged(found)) throw e;
            String cure = "; delete it: all it holds is found again from the block files";
            throw new IOException(e.getMessage() + cure, e);
        }
    }

    private void cutTail() throws IOException {
        DataFile open = file.orElseThrow();
        long slots = Math.max(2, open.size() / SLOT);
        byte[] slot = new byte[SLOT];
        for (; slots > 2; slots--) {
            open.read(ByteBuffer.wrap(slot), (slots - 1) * SLOT);
            if (!IndexSlot.isUnused(slot, 0)) break;
        }
        open.truncate(Math.min(slots, open.size() / SLOT) * SLOT);
        end = Math.toIntExact(slots - 2);
        forced = end;
    }

    private void write(byte[] slot, long at) throws IOException {
        if (!writable) throw new IllegalStateException("opened to read");
        file.orElseThrow().write(slot, at);
    }

    /** Head and state. What is wrong behind the head matters to nobody: it is made good. */
    private void readFirst(DataFile open) throws IOException {
        ByteString found = open.read(0, (int) ENTRIES_AT);
        if (found.length() >= SLOT && !found.slice(0, SLOT).equals(head.slice(0, SLOT))) {
            damaged++;
            if (writable) write(head.slice(0, SLOT).toArray(), 0);
        }
        boolean hasState =
                found.length() == ENTRIES_AT && !IndexSlot.isUnused(found.toArray(), SLOT);
        if (hasState && state().isEmpty()) damaged++;
    }

    /** How many slots there are, up to the last that was ever written. */
    private int readAll(DataFile open, Visitor visitor) throws IOException {
        byte[] chunk = new byte[CHUNK_SLOTS * SLOT];
        int unused = 0; // how many just before: damage if a used one follows
        for (int first = 0; ; first += CHUNK_SLOTS) {
            ByteBuffer buffer = ByteBuffer.wrap(chunk);
            open.read(buffer, at(first));
            int count = buffer.position() / SLOT;
            for (int i = 0; i < count; i++) {
                if (IndexSlot.isUnused(chunk, i * SLOT)) {
                    unused++;
                    continue;
                }
                for (; unused > 0; unused--) foundDamaged(first + i - unused);
                show(open, first + i, chunk, i * SLOT, visitor);
            }
            if (count < CHUNK_SLOTS) return first + count - unused;
        }
    }

    private void show(DataFile open, int slot, byte[] chunk, int from, Visitor visitor)
            throws IOException {
        Optional<Entry> entry;
        try {
            entry = Optional.of(IndexSlot.entry(chunk, from));
        } catch (MalformedException e) {
            if (IndexSlot.isFree(chunk, from)) {
                if (writable) free.add(slot);
                return;
            }
            entry = look(open, at(slot), IndexSlot::entry);
        }
        if (entry.isPresent()) visitor.entry(slot, entry.get());
        else foundDamaged(slot);
    }

    private void foundDamaged(int slot) {
        damaged++;
        if (writable) free.add(slot);
    }

    private interface Parse<T> {
        T of(byte[] bytes, int from) throws MalformedException;
    }

    /** Reads one slot, again and again while it may be half written. */
    private <T> Optional<T> look(DataFile open, long at, Parse<T> parse) throws IOException {
        for (int look = 0; look < (writable ? 1 : LOOKS); look++) {
            byte[] slot = open.read(at, SLOT).toArray();
            if (slot.length < SLOT || IndexSlot.isUnused(slot, 0)) return Optional.empty();
            try {
                return Optional.of(parse.of(slot, 0));
            } catch (MalformedException e) {
                Thread.onSpinWait();
            }
        }
        return Optional.empty();
    }
}
