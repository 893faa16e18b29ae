"""The pages' server, in a process of its own that is started from this file and told what on its input (服务进程).

Reads one line of JSON: see `serving`. Imports nothing of the package. Its input stays open as long as the server is
wanted; when it closes, the server and all its kernels end.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from tornado.web import HTTPError
from traitlets import Dict, Int, List
from traitlets.config import Config
from voila.app import Voila

FULL = 503
LOOK, LEFT, NEVER = 5, 20, 180
"""Seconds between two looks at the kernels, and after which one ends whose page left, or never came."""
REFUSED = "页面送来的内容没有被接受，没有改动。 What the page sent was not taken; nothing was changed."
"""All a page is told of a fault in its kernel."""
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
POLICY = {
    "default-src": "'none'", "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline' blob:", "img-src": "'self' data: blob:", "font-src": "'self' data:",
    "connect-src": "'self' ws: wss: blob: data:", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'self'", "worker-src": "'self' blob:",
}  # fmt: skip


def _beside(name: str) -> ModuleType:
    """A module of this folder; not by the package's name, which would import all of it."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


page_handlers = _beside("page_handlers")


class VisitorKernels(AsyncMappingKernelManager):
    """A kernel a visitor, and no more of them than the machine bears; that of a visitor who left ends soon."""

    most = Int(1, config=True)
    left = Int(LEFT, config=True)
    never = Int(NEVER, config=True)
    _starting = 0

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._joined: set[str] = set()
        self._alone: dict[str, float] = {}
        self._owners: dict[str, str] = {}

    async def start_kernel(self, **settings: Any) -> str:  # type: ignore[override]  # as its own superclass has it
        """Start a visitor's kernel. Raises `HTTPError` where there are as many as may be."""
        if len(self) + self._starting >= self.most:
            raise HTTPError(FULL, reason="Too many visitors")
        self._starting += 1
        try:
            kernel_id: str = await super().start_kernel(**settings)
        finally:
            self._starting -= 1
        self._owners[kernel_id] = page_handlers.visitor()
        return kernel_id

    def remove_kernel(self, kernel_id: str) -> Any:
        """Forget a kernel that has ended, and whose it was."""
        self._owners.pop(kernel_id, None)
        return super().remove_kernel(kernel_id)

    def belongs(self, kernel_id: str, login: str) -> bool:
        """Whether a kernel lives that a login has opened."""
        return bool(login) and self._owners.get(kernel_id) == login

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that no page is joined to, or whose page was not used for long."""
        if self._left_alone(kernel_id):
            await self.shutdown_kernel(kernel_id)
        else:
            await super().cull_kernel_if_idle(kernel_id)

    def _left_alone(self, kernel_id: str) -> bool:
        """Whether no page has been joined to a kernel for too long."""
        if self._kernel_connections.get(kernel_id):
            self._joined.add(kernel_id)
            self._alone.pop(kernel_id, None)
            return False
        since = self._alone.setdefault(kernel_id, time.monotonic())
        return time.monotonic() - since > (self.left if kernel_id in self._joined else self.never)


def set_visitor_mark(handler: Any, notebook: Any, cwd: str) -> None:
    """Give a visitor the mark against forged requests, without which the page could not say goodbye."""
    handler.xsrf_token  # noqa: B018  reading it sets the cookie


class PooledProvisioner(LocalProvisioner):
    """A kernel forked from the pool, in an empty folder of its own."""

    process: Any
    parent: Any

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> Any:
        """Fork the kernel; it is then like one started for itself."""
        place = Path(tempfile.mkdtemp(prefix="kernel-"))
        asked = (place, settings["env"], self.parent.connection_file)
        self.process = await asyncio.get_running_loop().run_in_executor(None, PooledKernelManager.pool.kernel, *asked)
        self.pid = self.pgid = self.process.pid
        return self.connection_info


class QuietKernelManager(ServerKernelManager):
    """A kernel manager that knows what a page is told in place of a fault; jupyter looks for it here."""

    traceback_replacement_message = REFUSED


class PooledKernelManager(QuietKernelManager):
    """A kernel manager whose kernels come from the pool."""

    pool: Any = None

    async def _async_pre_start_kernel(self, **settings: Any) -> Any:
        self.provisioner = PooledProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**settings)


class WebHost(Voila):  # type: ignore[misc]  # voilà has no types
    """Voilà with pages of the project's own: for signing in, and a list of pages where there are several."""

    pages = Dict(help="the file of each page by its name").tag(config=True)
    listed: List[Any] = List(help="title and name of each page").tag(config=True)

    def init_handlers(self) -> list[Any]:
        """Voilà's handlers; in place of the one page, those there are and nothing else."""
        handlers: list[Any] = page_handlers.guarded_routes(super().init_handlers())
        if not self.pages:
            return handlers
        *rest, (_, _, shared) = handlers
        lesson, course = page_handlers.LessonPage, page_handlers.CoursePage
        own = [(f"{self.server_url}{name}", lesson, {**shared, "notebook_path": Path(file).name})
               for name, file in self.pages.items()]  # fmt: skip
        return [*rest, (self.server_url, course, {"listed": self.listed}), *own]

    def init_settings(self) -> dict[str, Any]:
        """Voilà's settings; the project's pages are looked for first."""
        settings = super().init_settings()
        pages = settings["jinja2_env"]
        pages.loader = ChoiceLoader([FileSystemLoader(self.template_paths[:1]), pages.loader])
        return settings


def host_config(asked: dict[str, Any]) -> Config:
    """What Voilà is told: its notebooks, no files, no code, no templates of a visitor's choice, kernels that end."""
    config = Config()
    config.WebHost.update(
        pages=asked.get("pages", {}), listed=asked.get("listed", []),
        kernel_websocket_connection_class=page_handlers.VisitorConnection,
    )  # fmt: skip
    config.Voila.update(
        ip=asked["host"], port=asked["port"], port_retries=0, open_browser=False, token=asked["token"],
        notebook_path=asked["notebook"], config_file_paths=[], log_level="WARN",
        tornado_settings={"headers": {"Content-Security-Policy": content_policy()}},
    )  # fmt: skip
    config.VoilaConfiguration.update(
        template=asked["template"], file_allowlist=[], strip_sources=True, show_tracebacks=False,
        allow_template_override="NO", allow_theme_override="NO", attempt_fix_notebook=False,
        multi_kernel_manager_class=VisitorKernels, extension_allowlist=list(EXTENSIONS),
        prelaunch_hook=set_visitor_mark,
    )  # fmt: skip
    config.KernelManager.transport, config.Voila.connection_dir_root = asked["transport"], asked["spoken"]
    config.VisitorKernels.most, config.VisitorKernels.never = asked["visitors"], asked.get("never", NEVER)
    config.MappingKernelManager.update(
        cull_idle_timeout=asked["idle"], cull_interval=LOOK, cull_connected=True,
        allow_tracebacks=False,
    )  # fmt: skip
    config.HTMLExporter.language_code = asked["lang"]
    config.PasswordIdentityProvider.allow_password_change = False
    return config


def content_policy() -> str:
    """The pages' content security policy: nothing is asked of any other place."""
    return "; ".join(f"{name} {rule}" for name, rule in POLICY.items())


def main() -> None:
    """Serve until the input closes or a signal comes."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_input, daemon=True).start()
    os.environ.update(asked.get("environment", {}))
    config, kernel_pool = host_config(asked), _beside("kernel_pool")
    manager: type[QuietKernelManager] = QuietKernelManager
    if asked.get("warm") and kernel_pool.POSSIBLE:
        PooledKernelManager.pool, manager = kernel_pool.KernelPool(), PooledKernelManager
    config.MultiKernelManager.kernel_manager_class = f"{__name__}.{manager.__name__}"
    app = WebHost(config=config)
    app.initialize([])
    app.start()


def _end_with_input() -> None:
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
