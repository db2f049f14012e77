"""What can be configured: read once at the edge, from `DATELINE_` variables, and handed down."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the service; frozen, so that two services in one process can differ.

    Each field may be given as an environment variable: its name in capitals after `DATELINE_`.
    """

    model_config = SettingsConfigDict(env_prefix="DATELINE_", frozen=True, extra="forbid")

    store: Path = Field(
        default=Path("dateline.gpkg"), description="The GeoPackage that holds reports and events."
    )
    gazetteer: Path | None = Field(
        default=None,
        description="The gazetteer's file; unset: compiled on first use into the cache folder.",
    )
    geocoder: str = Field(
        default="",
        description="An online geocoder that `dateline read` asks for places the gazetteer lacks: "
        "`nominatim:`, `photon:` or `pelias:` and its address; unset: none is asked.",
    )
    contact: str = Field(
        default="", description="An e-mail address or page that the online geocoder is told."
    )
    host: str = Field(default="127.0.0.1", description="The address the service listens on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8000, description="The port the service listens on; 0 picks a free one."
    )
    base_url: str = Field(
        default="",
        description="Where clients reach the service, for links; unset: as the request says.",
    )
    default_limit: Annotated[int, Field(ge=1)] = Field(
        default=100, description="Events in an answer without `limit`."
    )
    max_limit: Annotated[int, Field(ge=1)] = Field(
        default=10_000, description="The most events in one answer; a higher `limit` is capped."
    )
    map_limit: Annotated[int, Field(ge=1)] = Field(
        default=50_000, description="The most events that a map page or its data may hold."
    )
    allow_origin: str = Field(
        default="*", description="The web origin whose pages may read answers; `*` for all."
    )
    grace_s: Annotated[int, Field(ge=1)] = Field(
        default=5, description="Seconds that requests in hand get to finish at shutdown."
    )


class LlmSettings(BaseSettings):
    """Settings of the large language model that `dateline read` may ask; off unless `url` is set.

    Each field may be given as an environment variable: its name in capitals after
    `DATELINE_LLM_`.
    """

    model_config = SettingsConfigDict(env_prefix="DATELINE_LLM_", frozen=True, extra="forbid")

    url: str = Field(
        default="",
        description="Address of an OpenAI-compatible endpoint, as https://llm.example/v1; "
        "unset: no large language model is asked.",
    )
    model: str = Field(default="", description="What the endpoint calls the model.")
    key: SecretStr = Field(
        default=SecretStr(""), description="What the endpoint is told to let us in."
    )
    timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=60.0, description="Longest time for one answer in all, seconds."
    )
    on_failure: Literal["fall-back", "fail"] = Field(
        default="fall-back",
        description="What becomes of a report that the model gives no reading of: `fall-back` "
        "reads it without, with a warning; `fail` counts it as one that cannot be read.",
    )
