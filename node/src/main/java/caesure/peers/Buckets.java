// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;

/**
 * Where in the tables of {@link AddressManager} an address belongs. Under a secret key, so that
 * nobody can aim; by group, so that who owns one network reaches few places. The very hashes of
 * Core: with the same key, the same places (its functional tests know them).
 *
 * <pre>
 *   h(x)             = the first 8 bytes of the double SHA-256 of key(32) x, little-endian
 *   v(bytes)         = compact size, bytes
 *   new bucket       = h(v(source group) u64(h(v(group) v(source group)) % 64)) % 1024
 *   tried bucket     = h(v(group) u64(h(v(endpoint)) % 8)) % 256
 *   position         = h('N' or 'K' u32(bucket) v(endpoint)) % 64
 *   endpoint         = address of 16 or 32 bytes, port(2, big-endian)
 * </pre>
 */
record Buckets(Hash256 key) {
    static final int NEW = 1024;
    static final int TRIED = 256;
    static final int SLOTS = 64;

    /** In so many new buckets come the addresses that one group of sources names. */
    private static final int NEW_OF_ONE_SOURCE = 64;

    /** In so many tried buckets come the addresses of one group. */
    private static final int TRIED_OF_ONE_GROUP = 8;

    /** Before an IPv4 address, to make 16 bytes of it. */
    private static final ByteString IPV4_IN_IPV6 =
            ByteString.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

    int newBucket(NetEndpoint endpoint, NetAddress source) {
        ByteString from = NetGroup.of(source);
        HashWriter both = begin();
        both.varBytes(NetGroup.of(endpoint.address())).varBytes(from);
        long spread = of(both, NEW_OF_ONE_SOURCE);
        HashWriter bucket = begin();
        bucket.varBytes(from).u64(spread);
        return of(bucket, NEW);
    }

    int triedBucket(NetEndpoint endpoint) {
        HashWriter self = begin();
        self.varBytes(bytes(endpoint));
        long spread = of(self, TRIED_OF_ONE_GROUP);
        HashWriter bucket = begin();
        bucket.varBytes(NetGroup.of(endpoint.address())).u64(spread);
        return of(bucket, TRIED);
    }

    int newSlot(NetEndpoint endpoint, int bucket) {
        return slot('N', endpoint, bucket);
    }

    int triedSlot(NetEndpoint endpoint, int bucket) {
        return slot('K', endpoint, bucket);
    }

    private int slot(char table, NetEndpoint endpoint, int bucket) {
        HashWriter slot = begin();
        slot.u8(table).u32(bucket).varBytes(bytes(endpoint));
        return of(slot, SLOTS);
    }

    private HashWriter begin() {
        var hash = new HashWriter();
        key.write(hash);
        return hash;
    }

    private static int of(HashWriter hash, int count) {
        long first = 0;
        ByteString bytes = hash.sha256d().toByteString();
        for (int i = Long.BYTES - 1; i >= 0; i--) first = first << Byte.SIZE | bytes.at(i);
        return (int) Long.remainderUnsigned(first, count);
    }

    private static ByteString bytes(NetEndpoint endpoint) {
        ByteString address = endpoint.address().bytes();
        var out = new ByteWriter();
        if (address.length() == 4) out.bytes(IPV4_IN_IPV6);
        return out.bytes(address)
                .u8(endpoint.port() >>> Byte.SIZE)
                .u8(endpoint.port())
                .toByteString();
    }
}
