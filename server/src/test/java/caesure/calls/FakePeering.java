// SPDX-License-Identifier: BSD-2-Clause
package caesure.calls;

import caesure.bytes.ByteString;
import caesure.node.Peering;
import caesure.peers.ConnectionType;
import caesure.primitives.BlockHash;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;
import caesure.wire.Services;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Peers that a test makes up. It remembers what it was told to do. */
final class FakePeering implements Peering {
    final List<Seen> peers = new ArrayList<>();
    final List<String> done = new ArrayList<>();
    final Map<String, Ban> bans = new LinkedHashMap<>();
    final List<Added> added = new ArrayList<>();
    final List<Known> known = new ArrayList<>();
    Book book = new Book(List.of(), List.of());
    Optional<String> learning = Optional.empty();
    boolean active = true;
    boolean full;

    @Override
    public List<Seen> peers() {
        return peers;
    }

    @Override
    public Totals totals() {
        return new Totals(1_000, 5_000_000_000L);
    }

    @Override
    public Self self() {
        Services services = Services.NETWORK.with(Services.WITNESS);
        return new Self(70_016, services, "/Caesure:0.1.0/", false, -2);
    }

    @Override
    public List<Reach> networks() {
        return List.of(new Reach(NetKind.IPV4, false, true), new Reach(NetKind.ONION, true, false));
    }

    @Override
    public List<OwnAddress> ownAddresses() {
        return List.of(new OwnAddress(NetworkCallsTest.endpoint("[2a00::1]:18444"), 4));
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public void setActive(boolean active) {
        this.active = active;
    }

    @Override
    public boolean add(String node) {
        if (added.stream().anyMatch(each -> each.node().equals(node))) return false;
        return added.add(new Added(node, Optional.empty()));
    }

    @Override
    public boolean remove(String node) {
        return added.removeIf(each -> each.node().equals(node));
    }

    @Override
    public void tryOnce(String node) {
        done.add("try " + node);
    }

    @Override
    public List<Added> added() {
        return added;
    }

    @Override
    public boolean connect(String node, ConnectionType type) {
        done.add("connect " + node + " " + type);
        return !full;
    }

    @Override
    public boolean disconnect(long id) {
        return peers.removeIf(seen -> seen.peer().id() == id);
    }

    @Override
    public boolean disconnect(String name) {
        return peers.removeIf(seen -> seen.peer().name().equals(name));
    }

    @Override
    public void disconnectBanned() {}

    @Override
    public void ping() {
        done.add("ping");
    }

    @Override
    public Optional<String> fetch(BlockHash block, long peer) {
        return Optional.empty();
    }

    @Override
    public boolean send(long peer, String command, ByteString payload) {
        done.add("send " + peer + " " + command + " " + payload);
        return peer == 0;
    }

    @Override
    public List<Known> known(int max, Optional<NetKind> network) {
        return known.stream()
                .filter(each ->
                        network.stream().allMatch(kind -> each.endpoint().address().is(kind)))
                .limit(max)
                .toList();
    }

    @Override
    public Optional<String> learn(NetEndpoint endpoint, boolean tried) {
        done.add("learn " + endpoint + " " + tried);
        return learning;
    }

    @Override
    public Book book() {
        return book;
    }

    @Override
    public List<Ban> bans() {
        return List.copyOf(bans.values());
    }

    @Override
    public BanOutcome ban(String subnet, Instant until) {
        if (!subnet.matches("[0-9./]+")) return BanOutcome.NO_SUBNET;
        var ban = new Ban(subnet, NetworkCallsTest.NOW, until);
        return bans.putIfAbsent(subnet, ban) == null ? BanOutcome.DONE : BanOutcome.NO_CHANGE;
    }

    @Override
    public BanOutcome unban(String subnet) {
        if (!subnet.matches("[0-9./]+")) return BanOutcome.NO_SUBNET;
        return bans.remove(subnet) == null ? BanOutcome.NO_CHANGE : BanOutcome.DONE;
    }

    @Override
    public void clearBans() {
        bans.clear();
    }
}
