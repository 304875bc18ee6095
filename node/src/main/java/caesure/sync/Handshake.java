// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.log.Category;
import caesure.log.Log;
import caesure.log.Printable;
import caesure.peers.ConnectionType;
import caesure.peers.Permission;
import caesure.wire.Negotiation;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.ProtocolVersion;
import caesure.wire.Services;
import caesure.wire.Version;

import java.time.Instant;
import java.util.Optional;

/**
 * How a conversation begins: both say who they are and what they can, and both that they have
 * understood.
 *
 * <pre>
 *   caller: version ---------------------------------&gt;
 *           &lt;--------- version wtxidrelay sendaddrv2 verack
 *           wtxidrelay sendaddrv2 verack -------------&gt;
 * </pre>
 */
final class Handshake {
    /** From here on a peer can be told of sendaddrv2 (BIP 155 names none; Core's courtesy). */
    private static final int SEND_ADDR_V2 = 70_016;

    /**
     * So far behind the present, in blocks, we may be to be content with the last 288 of a peer.
     */
    private static final int LIMITED_BEHIND_MAX = 144;

    private final Room room;
    private final AddressTalk addresses;

    /** What the peer said of itself. */
    static final class State {
        long nonce; // in our version
        Optional<Version> theirs = Optional.empty();
        Services services = Services.NONE;
        int common; // the version of the protocol that both speak
        boolean isDone; // both have said verack
        boolean relaysTransactions;
        boolean namesByWtxid;
        boolean takesAddrV2;
        boolean prefersHeaders;
        boolean saidSendHeaders;
        boolean wantsCompactBlocks; // unasked: high bandwidth
        long timeOffsetS;
    }

    Handshake(Room room, AddressTalk addresses) {
        this.room = room;
        this.addresses = addresses;
    }

    private Log log() {
        return room.log();
    }

    void sayVersion(Talk talk, Instant now) {
        Conversations.Settings settings = room.settings();
        talk.hello.nonce = room.random().nextLong();
        NetAddress remote = talk.peer.remote().address();
        boolean sayable = remote.isRoutable() && remote.hasLegacyForm();
        int height = room.chain().tip().height();
        boolean relay = !refusesTransactions(talk);
        var version =
                new Version(
                        ProtocolVersion.OURS,
                        settings.services(),
                        now.getEpochSecond(),
                        Services.NONE,
                        sayable ? talk.peer.remote() : NetEndpoint.NONE,
                        talk.hello.nonce,
                        settings.userAgent(),
                        height,
                        relay);
        room.voice().say(talk, version);
        log().debug(
                        Category.NET,
                        "send version message: version=%d, blocks=%d, txrelay=%d, peer=%d",
                        ProtocolVersion.OURS,
                        height,
                        relay ? 1 : 0,
                        talk.id());
    }

    /** Whether the peer may send no transactions (RejectIncomingTxs). */
    boolean refusesTransactions(Talk talk) {
        ConnectionType type = talk.peer.type();
        if (type == ConnectionType.BLOCK_RELAY_ONLY || type == ConnectionType.FEELER) return true;
        return !room.settings().takesTransactions() && !talk.peer.may(Permission.RELAY);
    }

    void version(Talk talk, Version theirs, Instant now) {
        if (talk.hello.theirs.isPresent()) {
            log().debug(Category.NET, "redundant version message from peer=%d", talk.id());
            return;
        }
        boolean isInbound = talk.peer.isInbound();
        if (!isInbound) room.book().offers(talk.peer, theirs.services());
        if (!isWanted(talk, theirs, now)) return;
        if (isInbound) sayVersion(talk, now);
        accept(talk, theirs, now);
        if (talk.hello.common >= ProtocolVersion.WTXID_RELAY) {
            room.voice().say(talk, new Negotiation.WtxidRelay());
        }
        if (talk.hello.common >= SEND_ADDR_V2) {
            room.voice().say(talk, new Negotiation.SendAddrV2());
        }
        room.voice().say(talk, new Negotiation.Verack());
        if (isInbound) return;
        addresses.greet(talk, now);
        room.book().good(talk.peer, now);
        if (talk.peer.type() == ConnectionType.FEELER) {
            room.voice().leave(talk, "feeler connection completed");
        }
    }

    private void accept(Talk talk, Version theirs, Instant now) {
        State hello = talk.hello;
        ConnectionType type = talk.peer.type();
        hello.theirs = Optional.of(theirs);
        hello.common = Math.min(theirs.version(), ProtocolVersion.OURS);
        hello.services = theirs.services();
        hello.timeOffsetS = theirs.timeS() - now.getEpochSecond();
        hello.relaysTransactions =
                theirs.relay()
                        && type != ConnectionType.BLOCK_RELAY_ONLY
                        && type != ConnectionType.FEELER;
        String agent = theirs.cleanUserAgent();
        log().debug(
                        Category.NET,
                        "receive version message: %s: version %d, blocks=%d, us=%s, txrelay=%d, peer=%d",
                        agent.isEmpty() ? "<no user agent>" : agent,
                        theirs.version(),
                        theirs.startHeight(),
                        theirs.receiver(),
                        theirs.relay() ? 1 : 0,
                        talk.id());
    }

    /** Whether to go on with whoever says that; leaves the peer if not. */
    private boolean isWanted(Talk talk, Version theirs, Instant now) {
        Services desired = desired(theirs.services(), now);
        if (expectsServices(talk.peer.type()) && !theirs.services().has(desired)) {
            room.voice()
                    .leave(
                            talk,
                            "peer does not offer the expected services (%08x offered, %08x expected)"
                                    .formatted(theirs.services().bits(), desired.bits()));
            return false;
        }
        if (theirs.version() < ProtocolVersion.LEAST) {
            room.voice().leave(talk, "peer using obsolete version " + theirs.version());
            return false;
        }
        if (talk.peer.isInbound() && isOurs(theirs.nonce())) {
            room.voice().leaveLoudly(talk, "connected to self at " + talk.peer.remote());
            return false;
        }
        return true;
    }

    /** Whether a connection that we began, and that is young, bears this number: it is this one. */
    private boolean isOurs(long nonce) {
        return room.count(t -> !t.peer.isInbound() && !t.hello.isDone && t.hello.nonce == nonce)
                > 0;
    }

    private static boolean expectsServices(ConnectionType type) {
        return switch (type) {
            case OUTBOUND_FULL_RELAY, BLOCK_RELAY_ONLY, ADDR_FETCH -> true;
            case INBOUND, MANUAL, FEELER -> false;
        };
    }

    /** What a peer must do for us that we choose: serve blocks, if only the last ones. */
    private Services desired(Services offered, Instant now) {
        long behindS = now.getEpochSecond() - room.chain().tip().header().time();
        boolean near = behindS / room.chain().spacing().toSeconds() < LIMITED_BEHIND_MAX;
        boolean limited = offered.has(Services.NETWORK_LIMITED) && near;
        return (limited ? Services.NETWORK_LIMITED : Services.NETWORK).with(Services.WITNESS);
    }

    void verack(Talk talk) {
        long id = talk.id();
        if (talk.hello.isDone) {
            log().debug(Category.NET, "ignoring redundant verack message from peer=%d", id);
            return;
        }
        talk.hello.isDone = true;
        String line = "New %s peer connected: transport: v1, version: %d, peer=%d";
        Object[] values = {talk.peer.type().shown(), talk.hello.theirs.orElseThrow().version(), id};
        if (talk.peer.isInbound()) log().debug(Category.NET, line, values);
        else log().info(line, values);
    }

    /** What peers tell each other of themselves between version and verack, or later. */
    void negotiate(Talk talk, Negotiation message) {
        switch (message) {
            case Negotiation.Verack _ -> verack(talk);
            case Negotiation.SendHeaders _ -> talk.hello.prefersHeaders = true;
            case Negotiation.WtxidRelay _ -> wtxidRelay(talk);
            case Negotiation.SendAddrV2 _ -> {
                if (isInTime(talk, "sendaddrv2")) talk.hello.takesAddrV2 = true;
            }
            case Negotiation.Feature feature -> feature(talk, feature);
            case Negotiation.SendTxRcncl _ ->
                    log().debug(
                                    Category.NET,
                                    "sendtxrcncl from peer=%d ignored, as our node does not have"
                                            + " txreconciliation enabled",
                                    talk.id());
            case Negotiation.FeeFilter(long rate) -> {
                // it concerns transactions, of which we send none
                log().debug(
                                Category.NET,
                                "received: feefilter of %d from peer=%d",
                                rate,
                                talk.id());
            }
        }
    }

    private void wtxidRelay(Talk talk) {
        if (!isInTime(talk, "wtxidrelay")) return;
        if (talk.hello.common < ProtocolVersion.WTXID_RELAY) {
            String what = "ignoring wtxidrelay due to old common version=%d from peer=%d";
            log().debug(Category.NET, what, talk.hello.common, talk.id());
        } else if (talk.hello.namesByWtxid) {
            log().debug(Category.NET, "ignoring duplicate wtxidrelay from peer=%d", talk.id());
        }
        talk.hello.namesByWtxid |= talk.hello.common >= ProtocolVersion.WTXID_RELAY;
    }

    private void feature(Talk talk, Negotiation.Feature feature) {
        if (!isInTime(talk, "feature")) return;
        if (talk.hello.common < ProtocolVersion.FEATURE) {
            String what = "feature received with incompatible version " + talk.hello.common;
            room.voice().leave(talk, what);
            return;
        }
        log().debug(Category.NET, "unknown feature advertised: %s", Printable.of(feature.id()));
    }

    /** Whether it comes before verack, as it must; leaves the peer if not. */
    private boolean isInTime(Talk talk, String command) {
        if (talk.hello.isDone) room.voice().leave(talk, command + " received after verack");
        return !talk.hello.isDone;
    }

    /**
     * Whether a message comes too early to be heard.
     *
     * @param command clean or not
     */
    boolean isTooEarly(Talk talk, String command, boolean isPartOfHandshake) {
        String name = Printable.of(command);
        if (talk.hello.theirs.isEmpty()) {
            String what =
                    "non-version message before version handshake. Message \"%s\" from peer=%d";
            log().debug(Category.NET, what, name, talk.id());
            return true;
        }
        if (talk.hello.isDone || isPartOfHandshake) return false;
        String what = "Unsupported message \"%s\" prior to verack from peer=%d";
        log().debug(Category.NET, what, name, talk.id());
        return true;
    }
}
