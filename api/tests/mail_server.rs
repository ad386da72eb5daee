//! A mail server that takes what it is given (RFC 5321), to test against the real client.

use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// What it answers to a recipient.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mood {
    Takes,
    Later,
    Never,
}

/// A mail server of one test.
pub(crate) struct MailServer {
    pub(crate) url: String,
    pub(crate) mood: Arc<Mutex<Mood>>,
    /// The mails it took, whole.
    pub(crate) taken: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl MailServer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mood = Arc::new(Mutex::new(Mood::Takes));
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (its_mood, its_taken) = (Arc::clone(&mood), Arc::clone(&taken));
        let task = tokio_util::task::TaskTracker::new().spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // The client keeps one connection; one after the other is enough.
                converse(stream, &its_mood, &its_taken).await.unwrap_or(());
            }
        });
        Self {
            url,
            mood,
            taken,
            task,
        }
    }
}

async fn converse(
    stream: TcpStream,
    mood: &Mutex<Mood>,
    taken: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test\r\n").await?;
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 0 {
        let answer = match line.get(..4).unwrap_or_default() {
            "RCPT" => match *mood.lock().unwrap() {
                Mood::Takes => "250 ok",
                Mood::Later => "451 busy",
                Mood::Never => "550 nobody here",
            },
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mail = read_mail(&mut stream).await?;
                taken.lock().unwrap().push(mail);
                "250 taken"
            }
            "QUIT" => return stream.write_all(b"221 bye\r\n").await,
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

async fn read_mail(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut mail = String::new();
    while !mail.ends_with("\r\n.\r\n") {
        if stream.read_line(&mut mail).await? == 0 {
            break;
        }
    }
    Ok(mail)
}
