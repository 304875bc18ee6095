// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.wire.NetEndpoint;
import caesure.wire.Services;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the conversation with a peer has come to. Fields as in bitcoind's getpeerinfo.
 *
 * @param version what it speaks; 0 before its version message
 * @param userAgent clean
 * @param services by its word
 * @param relaysTransactions whether it wants to hear of transactions
 * @param startHeight its best chain when it said hello, by its word; -1 before
 * @param timeOffsetS how far its clock is ahead of ours, in seconds
 * @param seesUsAt where it says it sees us
 * @param ping the last round trip; empty before the first
 * @param pingLeast the shortest
 * @param pingWait for how long a ping has been out
 * @param presyncedHeight how far its headers were looked at without keeping them; -1 if they are
 *     not
 * @param syncedHeaders height of the last header that it and we have; -1 if unknown
 * @param syncedBlocks height of the last block that it and we have; -1 if unknown
 * @param inFlight heights of blocks that it was asked for and has not sent
 * @param lastBlock when it last sent a new block
 * @param handshaken whether both sides have said verack
 * @param highBandwidthTo whether we asked it for compact blocks unasked
 * @param highBandwidthFrom whether it asked us for them
 */
public record PeerStatus(
        long id,
        int version,
        String userAgent,
        Services services,
        boolean relaysTransactions,
        int startHeight,
        long timeOffsetS,
        Optional<NetEndpoint> seesUsAt,
        Optional<Duration> ping,
        Optional<Duration> pingLeast,
        Optional<Duration> pingWait,
        int presyncedHeight,
        int syncedHeaders,
        int syncedBlocks,
        List<Integer> inFlight,
        Optional<Instant> lastBlock,
        boolean handshaken,
        boolean highBandwidthTo,
        boolean highBandwidthFrom,
        AddressRelay addresses) {
    public PeerStatus {
        inFlight = List.copyOf(inFlight);
    }

    /**
     * How it fares with addresses.
     *
     * @param isOn whether addresses are exchanged at all
     * @param processed how many of its were looked at
     * @param rateLimited how many were dropped because they came too fast
     */
    public record AddressRelay(boolean isOn, long processed, long rateLimited) {}
}
