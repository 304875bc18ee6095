// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.HeaderNode;
import caesure.wire.Version;

import java.time.Instant;
import java.util.Optional;

/** Puts together what a conversation has come to. */
final class Statuses {
    private static final int UNKNOWN = -1;

    private Statuses() {}

    static PeerStatus of(Talk talk, Instant now) {
        Handshake.State hello = talk.hello;
        Optional<Version> theirs = hello.theirs;
        AddressTalk.State addresses = talk.addresses;
        return new PeerStatus(
                talk.id(),
                theirs.map(Version::version).orElse(0),
                theirs.map(Version::cleanUserAgent).orElse(""),
                hello.services,
                hello.relaysTransactions,
                theirs.map(Version::startHeight).orElse(UNKNOWN),
                hello.timeOffsetS,
                theirs.map(Version::receiver),
                talk.pulse.last,
                talk.pulse.least,
                talk.pulse.waiting(now),
                talk.headers
                        .presync
                        .filter(p -> p.phase() == HeaderPresync.Phase.FIRST)
                        .map(HeaderPresync::height)
                        .orElse(UNKNOWN),
                talk.best.map(HeaderNode::height).orElse(UNKNOWN),
                talk.download.common.map(HeaderNode::height).orElse(UNKNOWN),
                talk.download.heights(),
                talk.download.lastBlock,
                hello.isDone,
                false, // we never ask for compact blocks
                hello.wantsCompactBlocks,
                new PeerStatus.AddressRelay(
                        addresses.isOn(), addresses.processed, addresses.limited));
    }
}
