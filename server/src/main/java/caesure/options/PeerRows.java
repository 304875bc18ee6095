// SPDX-License-Identifier: BSD-2-Clause
package caesure.options;

import static caesure.options.Option.Kind.FLAG;
import static caesure.options.Option.Kind.LIST;
import static caesure.options.Option.Kind.NUMBER;
import static caesure.options.Option.Kind.PATH;
import static caesure.options.Option.Kind.TEXT;
import static caesure.options.Option.Trait.DEBUG;
import static caesure.options.Option.Trait.NETWORK_ONLY;
import static caesure.options.Option.Trait.NO_ELISION;
import static caesure.options.Option.Trait.NO_NEGATION;
import static caesure.options.Option.Trait.SENSITIVE;
import static caesure.options.Option.Trait.SPACED;

import caesure.options.Option.Category;

import java.util.List;

/** Rows about peers, RPC and the other doors. */
final class PeerRows {
    private PeerRows() {}

    static final List<Option> CONNECTION =
            new Rows(Category.CONNECTION)
                    .later("outgoing o", NUMBER, "N", "outgoing connections", SPACED)
                    .later("incoming i", NUMBER, "N", "incoming connections", SPACED)
                    .later("serve s", LIST, "IP:PORT", "listen here", SPACED)
                    .later("c", LIST, "IP:PORT", "one more peer, counted in -o", SPACED)
                    .later("relay r", FLAG, "", "ask peers for transactions")
                    .later("packet", FLAG, "", "log all messages")
                    .later("connect", LIST, "IP", "only these peers", NETWORK_ONLY)
                    .later("addnode", LIST, "IP", "one more peer, kept", NETWORK_ONLY)
                    .later("seednode", LIST, "IP", "ask this peer for addresses")
                    .later("signetseednode", LIST, "HOST", "a seed of a signet", NO_NEGATION)
                    .later("bind", LIST, "ADDR[:PORT]", "listen here", NETWORK_ONLY)
                    .later("whitebind", LIST, "[FLAGS@]ADDR", "listen here for friends")
                    .later("whitelist", LIST, "[FLAGS@]NET", "who is a friend")
                    .later("port", NUMBER, "PORT", "listen on this port", NETWORK_ONLY)
                    .later("listen", FLAG, "", "let peers come")
                    .later("discover", FLAG, "", "find out one's own address")
                    .later("externalip", LIST, "IP", "one's own address")
                    .later("dns", FLAG, "", "look up names")
                    .later("dnsseed", FLAG, "", "ask DNS for peers")
                    .later("forcednsseed", FLAG, "", "ask DNS for peers always")
                    .later("fixedseeds", FLAG, "", "use built-in peers")
                    .later("maxconnections", NUMBER, "N", "how many peers at most")
                    .later("inboundrelaypercent", NUMBER, "N", "how many may relay")
                    .later("maxreceivebuffer", NUMBER, "KB", "bytes that wait from a peer")
                    .later("maxsendbuffer", NUMBER, "KB", "bytes that wait for a peer")
                    .later("maxuploadtarget", TEXT, "N", "bytes to peers in a day")
                    .later("bantime", NUMBER, "SECONDS", "how long a ban lasts")
                    .later("peertimeout", NUMBER, "SECONDS", "when a silent peer is dropped")
                    .later("timeout", NUMBER, "MS", "when a call is given up")
                    .later("networkactive", FLAG, "", "talk to peers at all")
                    .later("maxtipage", NUMBER, "SECONDS", "how old a tip may be", DEBUG)
                    .later("v2transport", FLAG, "", "encrypted connections (BIP 324)")
                    .later("peerbloomfilters", FLAG, "", "filters for wallets (BIP 37)")
                    .later("peerblockfilters", FLAG, "", "serve filters (BIP 157)")
                    .later("txreconciliation", FLAG, "", "reconcile (BIP 330)", DEBUG)
                    .later("asmap", PATH, "FILE", "who owns which addresses")
                    .later("natpmp", FLAG, "", "ask the router for a port")
                    .later("capturemessages", FLAG, "", "keep all messages", DEBUG)
                    .guard("onlynet", LIST, "NET", "call only peers of this kind")
                    .guard("proxy", LIST, "ADDR", "call through SOCKS5", NO_ELISION)
                    .guard("onion", TEXT, "ADDR", "call onion peers through SOCKS5")
                    .later("proxyrandomize", FLAG, "", "a proxy circuit for each peer")
                    .guard("i2psam", TEXT, "ADDR", "call through I2P")
                    .later("i2pacceptincoming", FLAG, "", "let I2P peers come")
                    .later("cjdnsreachable", FLAG, "", "there is CJDNS")
                    .later("listenonion", FLAG, "", "make an onion service")
                    .later("torcontrol", TEXT, "ADDR", "Tor's control port")
                    .later("torpassword", TEXT, "PASS", "and its password", SENSITIVE)
                    .list();

    static final List<Option> RPC =
            new Rows(Category.RPC)
                    .later("server", FLAG, "", "answer JSON-RPC")
                    .later("rest", FLAG, "", "answer REST")
                    .later("rpcport", NUMBER, "PORT", "on this port", NETWORK_ONLY)
                    .later("rpcbind", LIST, "ADDR[:PORT]", "at this address", NETWORK_ONLY)
                    .later("rpcallowip", LIST, "NET", "who may ask")
                    .later("rpcuser", TEXT, "USER", "a user", SENSITIVE)
                    .later("rpcpassword", TEXT, "PASS", "and the password", SENSITIVE)
                    .later("rpcauth", LIST, "USERPW", "a user, hashed", SENSITIVE)
                    .later("rpcwhitelist", LIST, "LIST", "what a user may ask")
                    .later("rpcwhitelistdefault", FLAG, "", "whether others may ask nothing")
                    .later("rpccookiefile", PATH, "FILE", "where the cookie lies")
                    .later("rpccookieperms", TEXT, "WHO", "who may read it")
                    .later("rpcthreads", NUMBER, "N", "threads that answer")
                    .idle("rpcworkqueue", NUMBER, "N", "how many questions may wait", DEBUG)
                    .idle("rpcservertimeout", NUMBER, "SECONDS", "idle connections", DEBUG)
                    .idle("rpcdoccheck", FLAG, "", "check bitcoind's own documents", DEBUG)
                    .later("deprecatedrpc", LIST, "METHOD", "allow old methods", DEBUG)
                    .later("ipcbind", LIST, "ADDR", "answer Cap'n Proto")
                    .list();

    static final List<Option> NOTIFY =
            new Rows(Category.NOTIFY)
                    .later("alertnotify", TEXT, "CMD", "run this when something is wrong")
                    .later("blocknotify", TEXT, "CMD", "run this for each best block")
                    .later("startupnotify", TEXT, "CMD", "run this at start")
                    .later("shutdownnotify", TEXT, "CMD", "run this at the end")
                    .later("zmqpubhashblock", LIST, "ADDR", "publish block hashes")
                    .later("zmqpubhashblockhwm", NUMBER, "N", "of them may wait")
                    .later("zmqpubhashtx", LIST, "ADDR", "publish transaction hashes")
                    .later("zmqpubhashtxhwm", NUMBER, "N", "of them may wait")
                    .later("zmqpubrawblock", LIST, "ADDR", "publish blocks")
                    .later("zmqpubrawblockhwm", NUMBER, "N", "of them may wait")
                    .later("zmqpubrawtx", LIST, "ADDR", "publish transactions")
                    .later("zmqpubrawtxhwm", NUMBER, "N", "of them may wait")
                    .later("zmqpubsequence", LIST, "ADDR", "publish what comes and goes")
                    .later("zmqpubsequencehwm", NUMBER, "N", "of them may wait")
                    .list();

    static final List<Option> DOORS =
            new Rows(Category.DOORS)
                    .later("monitor m", FLAG, "", "a prompt inside the node")
                    .later("webui a", FLAG, "", "pages at http://localhost:8380/admin/")
                    .later("user u", LIST, "USER:PASS", "who may see them", SENSITIVE, SPACED)
                    .list();
}
