// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.chain.HeaderNode;
import caesure.peers.ConnectionType;
import caesure.peers.Peer;
import caesure.peers.Permission;
import caesure.primitives.BlockHash;
import caesure.wire.Services;

import java.util.Optional;

/**
 * The conversation with one peer: what each subject keeps of it, and what the peer is known to
 * have.
 */
final class Talk {
    final Peer peer;
    final Handshake.State hello = new Handshake.State();
    final Pulse.State pulse = new Pulse.State();
    final HeaderSync.State headers = new HeaderSync.State();
    final Hoover.State download = new Hoover.State();
    final Laggards.State chainSync = new Laggards.State();
    final Announcer.State announcing = new Announcer.State();
    final BlockServer.State serving = new BlockServer.State();
    final AddressTalk.State addresses = new AddressTalk.State();

    /** Set when we end it: nothing more is said or heard. */
    boolean isOver;

    /** The end of the best chain that the peer is known to have. */
    Optional<HeaderNode> best = Optional.empty();

    /** The last block that the peer spoke of and that was not known here. */
    Optional<BlockHash> unknown = Optional.empty();

    Talk(Peer peer) {
        this.peer = peer;
    }

    long id() {
        return peer.id();
    }

    boolean isReady() {
        return hello.isDone && !isOver;
    }

    /** Whether the peer serves blocks, if only the last ones. */
    boolean servesBlocks() {
        return hello.services.has(Services.NETWORK) || hello.services.has(Services.NETWORK_LIMITED);
    }

    /** Whether it serves the last 288 blocks and no others. */
    boolean isLimited() {
        return !hello.services.has(Services.NETWORK)
                && hello.services.has(Services.NETWORK_LIMITED);
    }

    boolean servesWitnesses() {
        return hello.services.has(Services.WITNESS);
    }

    /** Whether blocks are rather fetched here than elsewhere. */
    boolean isPreferred() {
        return hello.theirs.isPresent()
                && (!peer.isInbound() || peer.may(Permission.NOBAN))
                && peer.type() != ConnectionType.ADDR_FETCH
                && servesBlocks();
    }

    /** Whether we chose the peer, and may choose another in its place. */
    boolean isExchangeable() {
        return peer.type() == ConnectionType.OUTBOUND_FULL_RELAY
                || peer.type() == ConnectionType.BLOCK_RELAY_ONLY;
    }

    /** The peer spoke of a block: it has it, and all before it. */
    void has(BlockHash hash, ChainView chain) {
        refresh(chain);
        Optional<HeaderNode> node = chain.find(hash);
        if (node.isPresent()) raise(node.get());
        else unknown = Optional.of(hash);
    }

    /** Looks whether the unknown block that the peer spoke of is known by now. */
    void refresh(ChainView chain) {
        Optional<HeaderNode> node = unknown.flatMap(chain::find);
        if (node.isEmpty()) return;
        raise(node.get());
        unknown = Optional.empty();
    }

    private void raise(HeaderNode node) {
        boolean isBetter = best.isEmpty() || node.work().compareTo(best.get().work()) >= 0;
        if (isBetter) best = Optional.of(node);
    }

    /** Whether the peer has a header, by what it said or by what we sent. */
    boolean knows(HeaderNode node) {
        return best.filter(node::isAncestorOf).isPresent()
                || announcing.lastHeader.filter(node::isAncestorOf).isPresent();
    }
}
