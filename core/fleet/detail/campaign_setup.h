#pragma once

#include "fleet/detail/campaign.h"
#include "fleet/lab.h"

#include <optional>
#include <vector>

namespace otabench::fleet::detail {

/// What can be said of a plan without a look at image and boards. InvalidArgument.
[[nodiscard]] Result<> checkPlan(const CampaignPlan &plan);

/// The boards of a plan, each once. NotFound for one that is not on the bench.
[[nodiscard]] Result<std::vector<Board *>> boardsOf(const CampaignPlan &plan, Bench &bench);

/// The URL of the image for one board, or for all without a token.
[[nodiscard]] std::string urlFor(const CampaignPlan &plan, const server::ImageServer &server,
                                 const std::string &host, const server::PublishedImage &image,
                                 const std::string &token);

[[nodiscard]] Result<ImageFacts> imageOf(const CampaignPlan &plan);

/// What a campaign needs before it starts: the image read and kept in the catalogue, CA and server
/// certificate (made where they are missing), the server. With an image that lies elsewhere there
/// is no server, and boards get that server's CA beside the lab's.
[[nodiscard]] Result<Campaign::Setup> prepareCampaign(const CampaignPlan &plan,
                                                      const LabOptions &options, Bench &bench);

} // namespace otabench::fleet::detail
