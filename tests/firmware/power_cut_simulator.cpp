#include "power_cut_simulator.h"

#include <algorithm>
#include <sstream>

namespace otabench::test {
namespace {

constexpr std::size_t kMostFindings = 3; ///< of one scenario; the rest would say the same
constexpr Damage kDamages[] = {Damage::NotBegun, Damage::Torn, Damage::Garbage};
constexpr const char *kDamageNames[] = {"none", "torn", "garbage"};

bool contains(const std::vector<std::string> &list, const std::string &text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::optional<Cut> toCut(const std::string &text)
{
    std::istringstream parts(text);
    std::string at;
    std::string damage;
    std::string seed;
    std::getline(parts, at, ':');
    std::getline(parts, damage, ':');
    std::getline(parts, seed);
    const auto *name = std::find(std::begin(kDamageNames), std::end(kDamageNames), damage);
    const auto isNumber = [](const std::string &digits) {
        return !digits.empty() && digits.size() < 10 &&
               digits.find_first_not_of("0123456789") == std::string::npos;
    };
    if (!isNumber(at) || !isNumber(seed) || name == std::end(kDamageNames))
        return std::nullopt;
    return Cut{static_cast<unsigned>(std::stoul(at)), kDamages[name - std::begin(kDamageNames)],
               static_cast<uint32_t>(std::stoul(seed))};
}

} // namespace

std::string toText(const Life &life)
{
    std::string text = life.scenario;
    char separator = '@';
    for (const Cut &cut : life.cuts) {
        text += separator + std::to_string(cut.at) + ":" +
                kDamageNames[static_cast<std::size_t>(cut.damage)] + ":" + std::to_string(cut.seed);
        separator = ',';
    }
    return text;
}

std::optional<Life> toLife(const std::string &text)
{
    const std::size_t mark = text.find('@');
    if (mark == std::string::npos)
        return std::nullopt;
    Life life{text.substr(0, mark), {}};
    std::istringstream cuts(text.substr(mark + 1));
    for (std::string word; std::getline(cuts, word, ',');) {
        const std::optional<Cut> cut = toCut(word);
        if (!cut)
            return std::nullopt;
        life.cuts.push_back(*cut);
    }
    return life.cuts.empty() ? std::nullopt : std::optional<Life>(life);
}

Simulator::Simulator(const Scenario &scenario, std::size_t imageSize, uint32_t seed,
                     CutBoard::FilterMaker filter)
    : m_scenario(scenario)
    , m_board(imageSize, std::move(filter))
    , m_blankIsLegal(scenario.layout.hasFactory || contains(scenario.states, "- -"))
{
    std::seed_seq mixed(scenario.name.begin(), scenario.name.end());
    std::vector<uint32_t> words(2);
    mixed.generate(words.begin(), words.end());
    m_random.seed(words[0] ^ seed);
    m_board.layOut(scenario.layout);
    m_board.powerOn();
    if (!scenario.isOff)
        m_board.boot();
    if (scenario.arrange)
        scenario.arrange(m_board);
    m_begin = m_board.keep();
}

void Simulator::begin()
{
    m_board.restore(m_begin);
    m_board.powerOn();
    m_cuts = 0;
}

std::string Simulator::countOperations()
{
    begin();
    const unsigned before = m_board.ram.operations();
    if (!m_scenario.work(m_board))
        return "the work fails without any cut";
    m_tally.cutPoints = m_board.ram.operations() - before;
    if (m_tally.cutPoints == 0)
        return "the work does nothing that could be cut";
    const std::string started = m_board.boot();
    if (started != m_scenario.ends)
        return "after the work " + started + " starts, not " + m_scenario.ends;
    m_recoveryOperations = countRecovery(cutAt(1, Damage::NotBegun));
    return {};
}

unsigned Simulator::countRecovery(const Cut &first)
{
    begin();
    m_board.ram.cutPowerAt(first.at, first.damage, first.seed);
    (void)m_scenario.work(m_board);
    m_board.powerOn();
    m_cuts = 1;
    const unsigned before = m_board.ram.operations();
    (void)recover();
    return m_board.ram.operations() - before;
}

Cut Simulator::cutAt(unsigned operation, Damage damage)
{
    constexpr uint32_t kSeeds = 100000; // short numbers for people
    return {operation, damage, random() % kSeeds};
}

Cut Simulator::randomCut(unsigned operations)
{
    const unsigned at = 1 + random() % operations;
    return cutAt(at, kDamages[random() % std::size(kDamages)]);
}

bool Simulator::isFull() const
{
    return m_tally.findings.size() >= kMostFindings;
}

void Simulator::tryLife(const Life &life, unsigned *counter)
{
    if (isFull())
        return;
    ++*counter;
    const std::string what = live(life);
    if (!what.empty())
        m_tally.findings.push_back({life, what});
}

void Simulator::cutOnce(unsigned rounds)
{
    for (unsigned at = 1; at <= m_tally.cutPoints; ++at) {
        tryLife({m_scenario.name, {cutAt(at, Damage::NotBegun)}}, &m_tally.singles);
        for (unsigned round = 0; round < rounds; ++round) {
            for (const Damage damage : {Damage::Torn, Damage::Garbage})
                tryLife({m_scenario.name, {cutAt(at, damage)}}, &m_tally.singles);
        }
    }
}

void Simulator::cutTwice(std::optional<unsigned> perCut)
{
    for (unsigned at = 1; at <= m_tally.cutPoints && !isFull(); ++at) {
        const Cut first = cutAt(at, kDamages[random() % std::size(kDamages)]);
        for (unsigned i = 0; i < perCut.value_or(0); ++i)
            tryLife({m_scenario.name, {first, randomCut(m_recoveryOperations)}}, &m_tally.pairs);
        if (perCut)
            continue;
        const unsigned operations = countRecovery(first);
        for (unsigned second = 1; second <= operations; ++second) {
            const Damage damage = kDamages[random() % std::size(kDamages)];
            tryLife({m_scenario.name, {first, cutAt(second, damage)}}, &m_tally.pairs);
        }
    }
}

void Simulator::cutThrice(unsigned lives)
{
    for (unsigned i = 0; i < lives; ++i) {
        const Cut first = randomCut(m_tally.cutPoints);
        const Cut second = randomCut(m_recoveryOperations);
        tryLife({m_scenario.name, {first, second, randomCut(m_recoveryOperations)}},
                &m_tally.triples);
    }
}

std::string Simulator::live(const Life &life)
{
    begin();
    for (const Cut &cut : life.cuts) {
        m_board.ram.cutPowerAt(cut.at, cut.damage, cut.seed);
        const std::string wrong =
            m_cuts > 0 ? recover() : (m_scenario.work(m_board), std::string());
        if (!m_board.ram.powerIsOff()) // there were fewer operations: nothing was cut
            return m_cuts > 0 ? wrong : "the work has fewer operations than that";
        ++m_cuts;
        m_board.powerOn();
        const std::string damaged = checkFlash();
        if (!damaged.empty())
            return "after cut " + std::to_string(m_cuts) + ": " + damaged;
    }
    const std::string wrong = recover();
    return wrong.empty() ? wrong : "after cut " + std::to_string(m_cuts) + ": " + wrong;
}

std::string Simulator::checkOtadata()
{
    const std::string otadata = m_board.otadata();
    const bool allowed = m_cuts <= 1 ? contains(m_scenario.states, otadata)
                                     : isLegal(otadata, m_scenario.layout, m_blankIsLegal);
    return allowed ? std::string() : "otadata must not say \"" + otadata + "\"";
}

std::string Simulator::checkFlash()
{
    for (const std::string &version : m_scenario.keeps) {
        if (m_cuts <= 1 && !m_board.holds(version))
            return "the image " + version + " is gone";
    }
    return checkOtadata();
}

std::string Simulator::recover()
{
    const auto isOff = [this] { return m_board.ram.powerIsOff(); };
    const std::string started = m_board.boot();
    if (isOff())
        return {};
    // The update after the first cut is what may be cut next.
    const bool nextMayBeThere = m_cuts > 1;
    if (!contains(m_scenario.starts, started) && !(nextMayBeThere && started == "next"))
        return "what starts is: " + started;
    const std::string otadata = checkOtadata();
    if (!otadata.empty())
        return "after the start " + otadata;
    const esp_err_t confirmed = m_board.confirmIfPending();
    if (!isOff() && confirmed != ESP_OK)
        return "the confirmation fails with " + std::to_string(confirmed);
    if (!isOff() && m_board.hasDownload()) {
        const esp_err_t resumed = m_board.update("new", m_scenario.fetch);
        if (isOff())
            return {};
        if (resumed != ESP_OK) { // a torn sector: it begins anew
            m_board.forgetDownload();
        } else {
            const std::string begun = m_board.boot();
            // All but the end that is the same in every signed file was the other download's.
            if (begun != "new" && !(nextMayBeThere && begun == "next") && !isOff())
                return "the resumed update succeeds, and does not start";
            if (m_board.confirmIfPending() != ESP_OK && !isOff())
                return "the resumed update cannot be confirmed";
        }
    }
    return isOff() ? std::string() : install("next");
}

std::string Simulator::install(const std::string &version)
{
    const auto isOff = [this] { return m_board.ram.powerIsOff(); };
    const esp_err_t updated = m_board.update(version, m_scenario.fetch);
    if (isOff())
        return {};
    if (updated != ESP_OK)
        return "the following update fails with " + std::to_string(updated);
    std::string started = m_board.boot();
    if (isOff())
        return {};
    if (started != version)
        return "after the following update " + started + " starts";
    const esp_err_t confirmed = m_board.confirmIfPending();
    if (isOff())
        return {};
    if (confirmed != ESP_OK)
        return "confirming the following update fails with " + std::to_string(confirmed);
    const std::string otadata = m_board.otadata();
    const std::string settled = version + ":" + settledState(m_scenario.layout) + " ";
    if (otadata.rfind(settled, 0) != 0 || !isLegal(otadata, m_scenario.layout, m_blankIsLegal))
        return "after the following update otadata says \"" + otadata + "\"";
    started = m_board.boot();
    if (!isOff() && started != version)
        return "the following update is confirmed, and then " + started + " starts";
    return {};
}

} // namespace otabench::test
