//! Whether the server can be reached.

use leptos::{ev, prelude::*};

/// What the browser and the socket tell of the line, in the context of every component.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connection {
    online: RwSignal<bool>,
    socket_lost: RwSignal<bool>,
}

impl Connection {
    /// Provides it and follows the browser's events.
    pub(crate) fn provide() -> Self {
        let connection = Self {
            online: RwSignal::new(window().navigator().on_line()),
            socket_lost: RwSignal::new(false),
        };
        provide_context(connection);
        for (event, online) in [("online", true), ("offline", false)] {
            let handle =
                window_event_listener(ev::Custom::<web_sys::Event>::new(event), move |_| {
                    connection.online.set(online);
                });
            // The app lives as long as the page.
            on_cleanup(move || handle.remove());
        }
        connection
    }

    /// The browser has no network.
    pub(crate) fn is_offline(self) -> bool {
        !self.online.get()
    }

    /// A room's socket is lost and tries again.
    pub(crate) fn is_socket_lost(self) -> bool {
        self.socket_lost.get()
    }

    /// Told by the room that has the socket.
    pub(crate) fn set_socket_lost(self, lost: bool) {
        if self.socket_lost.get_untracked() != lost {
            self.socket_lost.set(lost);
        }
    }
}

/// The connection; panics outside of the app.
pub(crate) fn use_connection() -> Connection {
    expect_context::<Connection>()
}
