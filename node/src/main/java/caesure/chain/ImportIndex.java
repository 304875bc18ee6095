// SPDX-License-Identifier: BSD-2-Clause
package caesure.chain;

import caesure.bytes.MalformedException;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.store.Frames;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the records lie that an {@link Importer} has found and not dealt with: the header and the
 * place of each, some 300 bytes of memory.
 */
final class ImportIndex {
    private final List<Found> records = new ArrayList<>(); // in the order of the files
    private final Map<BlockHash, Found> first = new HashMap<>();

    /** A record whose body was not read yet. */
    static final class Found {
        private final Header header;
        private final BlockFile file;
        private final long offset;
        private final int size;
        private Optional<Found> copy = Optional.empty();
        private Found last = this; // of the copies, if this is the first
        private boolean placed;

        private Found(Header header, BlockFile file, long offset, int size) {
            this.header = header;
            this.file = file;
            this.offset = offset;
            this.size = size;
        }

        static Found of(BlockFile file, Frames.Head head) {
            try {
                Header header = Header.read(head.header().reader());
                return new Found(header, file, head.offset(), head.size());
            } catch (MalformedException e) {
                throw new IllegalStateException("a record shorter than a header", e);
            }
        }

        Header header() {
            return header;
        }

        BlockHash hash() {
            return header.hash();
        }

        BlockFile file() {
            return file;
        }

        /** Of the record, in the file. */
        long offset() {
            return offset;
        }

        /** Of the block, in bytes. */
        int size() {
            return size;
        }

        /** Of the whole record. */
        long bytes() {
            return Frames.HEAD_BYTES + (long) size;
        }

        /** Where the record ends, in the file. */
        long end() {
            return offset + bytes();
        }

        /** The next record with the same header. */
        Optional<Found> copy() {
            return copy;
        }

        Importer.Place place() {
            return new Importer.Place(file.path(), offset);
        }
    }

    int size() {
        return records.size();
    }

    void add(Found found) {
        records.add(found);
        Found before = first.putIfAbsent(found.hash(), found);
        if (before == null) return;
        before.last.copy = Optional.of(found);
        before.last = found;
    }

    /** Says that a copy was dealt with, as was the first. */
    void done(Found copy) {
        copy.placed = true;
    }

    /** Makes a copy the one that is found, because the first was damaged. */
    void prefer(Found copy) {
        first.put(copy.hash(), copy);
    }

    /** Keeps a record for later that was put in order too soon: its parent did not stand. */
    void postpone(Found record) {
        record.placed = false;
    }

    /** The first record with that header. */
    Optional<Found> find(BlockHash hash) {
        return Optional.ofNullable(first.get(hash));
    }

    /**
     * The records whose blocks can be judged, one of each block, in the order in which a node could
     * take them that read the files from front to back: each when it and all before it had been
     * seen.
     *
     * @param stands whether the chain has a block, so that others can build on it
     */
    List<Found> order(Predicate<BlockHash> stands) {
        var order = new ArrayList<Found>();
        var waiting = new HashMap<BlockHash, List<Found>>();
        var ready = new ArrayDeque<Found>();
        for (Found record : records) {
            if (first.get(record.hash()) != record) continue;
            BlockHash parent = record.header.previous();
            Found before = first.get(parent);
            if (before == null ? stands.test(parent) : before.placed) {
                ready.add(record);
            } else {
                waiting.computeIfAbsent(parent, _ -> new ArrayList<>(1)).add(record);
            }
            while (!ready.isEmpty()) {
                Found next = ready.remove();
                next.placed = true;
                order.add(next);
                List<Found> children = waiting.remove(next.hash());
                if (children != null) ready.addAll(children);
            }
        }
        return order;
    }

    /** Forgets the records that {@link #order} has put in order, and the copies that were done. */
    void forgetPlaced() {
        List<Found> left = records.stream().filter(record -> !record.placed).toList();
        clear();
        for (Found record : left) {
            record.copy = Optional.empty();
            record.last = record;
            add(record);
        }
    }

    /** Whether there is a record that {@link #order} would not leave out. */
    boolean hasReady(Predicate<BlockHash> stands) {
        return records.stream().anyMatch(record -> stands.test(record.header.previous()));
    }

    /** Gives all away, in the order of the files. */
    List<Found> clear() {
        List<Found> all = List.copyOf(records);
        records.clear();
        first.clear();
        return all;
    }
}
