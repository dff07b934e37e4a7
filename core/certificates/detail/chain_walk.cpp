#include "certificates/detail/chain_walk.h"

#include "certificates/detail/x509.h"

#include <algorithm>

namespace otabench::certificates::detail {
namespace {

enum class Fit
{
    No,
    TooDeep,
    Yes
};

/// Whether `parent` signed `child`, `depth` CAs being below it.
Fit fit(X509 *child, X509 *parent, long depth)
{
    if (!isAuthority(parent) || !isSignedBy(child, parent))
        return Fit::No;
    const long most = X509_get_pathlen(parent);
    return most >= 0 && depth > most ? Fit::TooDeep : Fit::Yes;
}

bool isAmong(const Chain &trust, X509 *certificate)
{
    return std::ranges::any_of(
        trust, [&](const auto &each) { return X509_cmp(each.get(), certificate) == 0; });
}

struct Step
{
    Fit fit = Fit::No;
    std::size_t index = 0;
};

/// The first of chain[from..to) that fits; TooDeep when only such were found.
Step findParent(X509 *child, const Chain &chain, std::size_t from, std::size_t to, long depth)
{
    Step best;
    for (std::size_t i = from; i < to; ++i) {
        const Fit found = chain[i].get() == child ? Fit::No : fit(child, chain[i].get(), depth);
        if (found == Fit::Yes)
            return {found, i};
        if (found == Fit::TooDeep)
            best = {found, i};
    }
    return best;
}

} // namespace

ChainWalk walkAsMbedTls(const Chain &chain, const Chain &trust)
{
    using Result = ChainWalk::Result;
    ChainWalk walk;
    X509 *leaf = chain.front().get();
    const bool isOwnRoot = isSelfIssued(leaf) && isSignedBy(leaf, leaf);
    const auto done = [&](Result result, std::size_t used) {
        walk.result = result;
        walk.unused = chain.size() - used;
        return walk;
    };
    const bool hasSignedOthers = std::any_of(chain.begin() + 1, chain.end(), [&](const auto &each) {
        return isSignedBy(each.get(), leaf);
    });
    if (isOwnRoot && hasSignedOthers)
        return done(Result::WrongOrder, 1); // the root first: its name is no host's
    // A server's certificate is trusted by itself only when it is self-issued.
    if ((isAmong(trust, leaf) && isSelfIssued(leaf)) || (trust.empty() && isOwnRoot)) {
        walk.isLeafTrusted = true;
        return done(Result::Trusted, 1);
    }
    long selfIssued = 0; // CAs on the way that are: not counted, but for the last of them
    for (std::size_t used = 1;; ++used) {
        X509 *child = chain[walk.end].get();
        const long depth = static_cast<long>(used) - 1 - selfIssued; // CAs below the next parent
        if (used > 1 && isSelfIssued(child))
            ++selfIssued;
        const Step trusted = findParent(child, trust, 0, trust.size(), depth);
        if (trusted.fit == Fit::Yes)
            return done(Result::Trusted, used);
        const Step sent = findParent(child, chain, walk.end + 1, chain.size(), depth);
        if (sent.fit == Fit::Yes) {
            walk.end = sent.index;
            continue;
        }
        if (trusted.fit == Fit::TooDeep || sent.fit == Fit::TooDeep)
            return done(Result::PathTooLong, used);
        if (findParent(child, chain, 0, walk.end, depth).fit != Fit::No && !isSelfIssued(child))
            return done(Result::WrongOrder, used);
        const bool mayEndHere = trust.empty() && walk.end + 1 == chain.size();
        return done(mayEndHere ? Result::EndUnknown : Result::Broken, used);
    }
}

} // namespace otabench::certificates::detail
