// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.store.Crc32c;
import caesure.store.FileHead;
import caesure.store.WholeFile;
import caesure.wire.Addresses;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What {@link AddressManager} knows, as a file.
 *
 * <pre>
 *   peers.dat = head body sum                             integers are little-endian
 *   head    = {@link FileHead} of kind "peers", version 1
 *   body    = key(32) new(u32) tried(u32) entry(new) entry(tried) bucket(1024)
 *   entry   = address port(u16) seen(u32) services(u64) source success(i64) attempts(u32)
 *   address, source = network(u8) bytes(4, 16 or 32)      network: its number in BIP 155
 *   bucket  = count(u8) entry-index(u32) * count          of the new table; index into entry(new)
 *   sum     = crc32c of body
 * </pre>
 *
 * <p>Seen and success are seconds since 1970. The place of an address in its bucket follows from
 * the key. An address that is not routable by the rules of this version, or whose place is taken,
 * is left out when it is read. The longest file has less than 8 MiB.
 */
final class AddressFile {
    private static final String KIND = "peers";
    private static final int VERSION = 1;
    private static final int BYTES_MAX = 8 << 20;
    private static final int SUM_BYTES = 4;
    private static final int NEW_MAX = Buckets.NEW * Buckets.SLOTS;
    private static final int TRIED_MAX = Buckets.TRIED * Buckets.SLOTS;

    private AddressFile() {}

    static ByteString bytes(AddressTables tables, ByteString magic) {
        List<Known> fresh = tables.all().stream().filter(one -> !one.isTried).toList();
        List<Known> tried = tables.all().stream().filter(one -> one.isTried).toList();
        var body = new ByteWriter(FileHead.BYTES + 100 * tables.size());
        tables.buckets.key().write(body);
        body.u32(fresh.size()).u32(tried.size());
        fresh.forEach(one -> write(one, body));
        tried.forEach(one -> write(one, body));
        writeBuckets(tables, fresh, body);
        ByteString whole = body.toByteString();
        return new ByteWriter(FileHead.BYTES + whole.length() + SUM_BYTES)
                .bytes(new FileHead(KIND, VERSION, magic).toBytes())
                .bytes(whole)
                .u32(Crc32c.of(whole))
                .toByteString();
    }

    private static void write(Known one, ByteWriter out) {
        write(one.endpoint.address(), out);
        out.u16(one.endpoint.port()).u32(one.seenS).u64(one.services.bits());
        write(one.source, out);
        out.u64(one.lastSuccessS).u32(one.attempts);
    }

    private static void write(NetAddress address, ByteWriter out) {
        out.u8(address.network()).bytes(address.bytes());
    }

    private static void writeBuckets(AddressTables tables, List<Known> fresh, ByteWriter out) {
        Map<Known, Integer> index = new HashMap<>();
        for (Known one : fresh) index.put(one, index.size());
        for (int bucket = 0; bucket < Buckets.NEW; bucket++) {
            var inside = new ArrayList<Known>();
            for (int slot = 0; slot < Buckets.SLOTS; slot++) {
                tables.newAt(bucket, slot).ifPresent(inside::add);
            }
            out.u8(inside.size());
            for (Known one : inside) out.u32(index.get(one));
        }
    }

    static Optional<AddressTables> load(Path file, ByteString magic, RandomGenerator random)
            throws IOException {
        Optional<ByteString> bytes;
        try {
            bytes = WholeFile.read(file, BYTES_MAX);
            if (bytes.isEmpty()) return Optional.empty();
            return Optional.of(read(bytes.get(), file, magic, random));
        } catch (IOException e) {
            throw new IOException(
                    "Invalid or corrupt peers.dat (%s). If you believe this is a bug, please report"
                                    .formatted(e.getMessage())
                            + " it to the makers of Caesure. As a workaround, you can move the file"
                            + " (\"%s\") out of the way (rename, move, or delete) to have a new one"
                                    .formatted(file)
                            + " created on the next start.",
                    e);
        }
    }

    private static AddressTables read(
            ByteString bytes, Path file, ByteString magic, RandomGenerator random)
            throws IOException {
        ByteString head = bytes.slice(0, Math.min(FileHead.BYTES, bytes.length()));
        new FileHead(KIND, VERSION, magic).check(head, file.toString());
        int end = bytes.length() - SUM_BYTES;
        if (end < FileHead.BYTES) throw new IOException(file + ": cut off behind its head");
        ByteString body = bytes.slice(FileHead.BYTES, end);
        ByteReader in = body.reader();
        try {
            if (bytes.slice(end, bytes.length()).reader().u32() != Crc32c.of(body)) {
                throw new IOException(file + ": damaged: the checksum is wrong");
            }
            return body(in, random);
        } catch (MalformedException e) {
            int at = FileHead.BYTES + in.position();
            throw new IOException(file + ": at byte " + at + ": " + e.getMessage(), e);
        }
    }

    private static AddressTables body(ByteReader in, RandomGenerator random)
            throws MalformedException {
        var tables = new AddressTables(new Buckets(Hash256.read(in)), random);
        int freshCount = count(in, NEW_MAX, "new");
        int triedCount = count(in, TRIED_MAX, "tried");
        var fresh = new ArrayList<Known>();
        for (int i = 0; i < freshCount; i++) fresh.add(entry(in));
        for (int i = 0; i < triedCount; i++) {
            Known one = entry(in);
            if (one.endpoint.address().isRoutable()) tables.restoreTried(one);
        }
        for (int bucket = 0; bucket < Buckets.NEW; bucket++) {
            int count = in.u8();
            if (count > Buckets.SLOTS) throw new MalformedException("bucket of " + count);
            for (int i = 0; i < count; i++) {
                long index = in.u32();
                if (index >= freshCount) throw new MalformedException("no entry " + index);
                Known one = fresh.get((int) index);
                if (one.endpoint.address().isRoutable()) tables.restoreNew(one, bucket);
            }
        }
        in.end();
        return tables;
    }

    private static int count(ByteReader in, int max, String what) throws MalformedException {
        long count = in.u32();
        if (count > max) {
            throw new MalformedException(
                    "%d %s addresses, should be in [0, %d]".formatted(count, what, max));
        }
        return (int) count;
    }

    private static Known entry(ByteReader in) throws MalformedException {
        NetAddress address = address(in);
        var endpoint = new NetEndpoint(address, in.u16());
        var entry = new Addresses.Entry(in.u32(), new Services(in.i64()), endpoint);
        var one = new Known(entry, address(in));
        one.lastSuccessS = in.i64();
        one.attempts = in.i32();
        if (one.lastSuccessS < 0 || one.attempts < 0) throw new MalformedException("below zero");
        return one;
    }

    private static NetAddress address(ByteReader in) throws MalformedException {
        int network = in.u8();
        NetKind kind =
                NetKind.of(network)
                        .orElseThrow(() -> new MalformedException("no network " + network));
        ByteString bytes = in.bytes(kind.addressBytes());
        try {
            return NetAddress.of(kind, bytes);
        } catch (IllegalArgumentException e) { // IPv6 that stands for something else
            throw new MalformedException(e.getMessage());
        }
    }
}
